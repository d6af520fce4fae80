import { blocks, isGiven, mayBe } from "./engine/arguments";
import { resourcePolicies, type Statement, statementsOf, trustPolicies } from "./engine/policies";
import type { Rule } from "./engine/rule";
import { attachedTo, type Resource } from "./engine/stack-view";

const BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

/** ACLs, and groups that ACLs name, by which every account of AWS's or everybody comes in. */
const PUBLIC_ACL = /^public-|^authenticated-read$/;
const PUBLIC_GROUP = /\/(?:AllUsers|AuthenticatedUsers)$/;

/** Conditions that, on fixed values, let in only whom somebody named: what AWS itself takes for not public. */
const NARROWING_KEYS = [
  ...["aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths"],
  ...["aws:sourceaccount", "aws:sourcearn", "aws:sourceip", "aws:sourceorgid", "aws:sourceorgpaths"],
  ...[
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:username",
    "kms:calleraccount",
  ],
  ...["s3:dataaccesspointaccount", "s3:dataaccesspointarn"],
];
const NARROWING_OPERATOR = /^(?:ForAnyValue:)?(?:String|Arn)(?:Equals(?:IgnoreCase)?|Like)$|^IpAddress$/;

/** Buckets, queues, topics, roles and functions are not open to the world. */
export const noPublicAccess: Rule = {
  id: "no-public-access",
  title:
    "Buckets block public access, and no bucket, queue, topic, bus, key, role or function lets everybody in.",
  why: "One policy or object ACL, changed later by anybody, publishes the data, if nothing stands above it.",
  source: {
    title: "Blocking public access to your Amazon S3 storage",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  },
  mend: "Give the bucket an aws_s3_bucket_public_access_block with all four settings, and each policy a principal, or a condition on the account, organization or resource that it is for.",
  *check(stack) {
    for (const at of stack.all("aws_s3_bucket")) {
      const missing = missingBlocks(at);
      if (missing.length > 0) yield { at, detail: `does not block public access: ${missing.join(", ")}.` };
    }
    for (const at of stack.all("aws_s3_bucket_acl", "aws_s3_bucket")) {
      const acl = publicAcl(at);
      if (acl !== undefined) yield { at, detail: `has the ACL ${acl}.` };
    }
    for (const text of resourcePolicies(stack)) {
      // Of REST APIs, routes are the business of the rule public-route.
      if (text.owner.type.startsWith("aws_api_gateway_rest_api")) continue;
      const open = (statementsOf(text) ?? []).find(isOpen);
      if (open !== undefined) {
        const all = open.allActionsBut ? "everything but " : "";
        yield { at: text.owner, detail: `lets everybody use ${all}${open.actions.join(", ")}.` };
      }
    }
    for (const text of trustPolicies(stack)) {
      if ((statementsOf(text) ?? []).some(isOpen)) {
        yield { at: text.owner, detail: "is a role that everybody can take on." };
      }
    }
    for (const at of stack.all("aws_lambda_permission", "aws_cloudwatch_event_permission")) {
      if (isForEverybody(at)) {
        const what = at.type === "aws_lambda_permission" ? "invoke the function" : "send to the bus";
        yield { at, detail: `lets everybody ${what}.` };
      }
    }
  },
};

function missingBlocks(bucket: Resource): readonly string[] {
  const [block] = attachedTo(bucket, "aws_s3_bucket_public_access_block", "bucket");
  return BLOCKS.filter((setting) => !mayBe(block?.args[setting], true));
}

function publicAcl({ args }: Resource): string | undefined {
  const acl = args["acl"];
  if (typeof acl === "string" && PUBLIC_ACL.test(acl)) return acl;
  const granted = blocks(args, "access_control_policy").flatMap((each) => blocks(each, "grant"));
  return [...blocks(args, "grant"), ...granted.flatMap((each) => blocks(each, "grantee"))]
    .map(({ uri }) => PUBLIC_GROUP.exec(String(uri))?.[0].slice(1))
    .find((group) => group !== undefined);
}

function isOpen({ effect, principals, allPrincipalsBut, conditions }: Statement): boolean {
  return effect === "Allow" && (principals.includes("*") || allPrincipalsBut) && !narrows(conditions);
}

function narrows(conditions: Statement["conditions"]): boolean {
  return Object.entries(conditions).some(
    ([operator, keys]) =>
      NARROWING_OPERATOR.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) =>
          NARROWING_KEYS.includes(key) &&
          !values.some((value) => /^[*?]*$|^0\.0\.0\.0\/0$|^::\/0$/.test(value)),
      ),
  );
}

function isForEverybody({ args }: Resource): boolean {
  // Function URLs are the business of the rule public-route.
  if (args["principal"] !== "*" || isGiven(args["function_url_auth_type"])) return false;
  return !["source_arn", "source_account", "principal_org_id", "condition"].some((each) =>
    isGiven(args[each]),
  );
}
