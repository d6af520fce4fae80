import { resourcePolicies, type Statement, statementsOf } from "./engine/policies";
import type { Rule } from "./engine/rule";
import type { Resource, StackView } from "./engine/stack-view";

const BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

/** Buckets, queues, topics, roles and functions are not open to the world. */
export const noPublicAccess: Rule = {
  id: "no-public-access",
  title: "Buckets block public access, and no bucket, queue, topic, role or function lets everybody in.",
  why: "One policy or object ACL, changed later by anybody, publishes the data, if nothing stands above it.",
  source: {
    title: "Blocking public access to your Amazon S3 storage",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  },
  mend: "Give the bucket an aws_s3_bucket_public_access_block with all four settings, and each policy a principal or a condition on the source.",
  *check(stack) {
    for (const at of stack.all("aws_s3_bucket")) {
      const missing = missingBlocks(stack, at);
      if (missing.length > 0) yield { at, detail: `does not block public access: ${missing.join(", ")}.` };
    }
    for (const at of stack.all("aws_s3_bucket_acl", "aws_s3_bucket")) {
      const acl = at.args["acl"];
      if (typeof acl === "string" && acl.startsWith("public-")) yield { at, detail: `has the ACL ${acl}.` };
    }
    for (const { owner: at, value } of resourcePolicies(stack)) {
      const open = (statementsOf(stack, value) ?? []).find(isOpen);
      if (open !== undefined) yield { at, detail: `lets everybody use ${open.actions.join(", ")}.` };
    }
    for (const at of stack.all("aws_iam_role")) {
      const trusted = statementsOf(stack, at.args["assume_role_policy"]) ?? [];
      if (trusted.some(isOpen)) yield { at, detail: "is a role that everybody can take on." };
    }
    for (const at of stack.all("aws_lambda_permission")) {
      const { principal, source_arn, source_account, principal_org_id, function_url_auth_type } = at.args;
      // Function URLs are the business of the rule public-route.
      if (principal !== "*" || function_url_auth_type !== undefined) continue;
      if ([source_arn, source_account, principal_org_id].every((each) => each === undefined)) {
        yield { at, detail: "lets everybody invoke the function." };
      }
    }
  },
};

function missingBlocks(stack: StackView, bucket: Resource): readonly string[] {
  const block = stack
    .everywhere("aws_s3_bucket_public_access_block")
    .find((each) => each.stack.find("aws_s3_bucket", each.resource.args["bucket"]) === bucket);
  return BLOCKS.filter((setting) => block?.resource.args[setting] !== true);
}

function isOpen({ effect, principals, conditions }: Statement): boolean {
  return effect === "Allow" && principals.includes("*") && Object.keys(conditions).length === 0;
}
