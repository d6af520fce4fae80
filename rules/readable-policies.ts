import { identityPolicies, resourcePolicies, statementsOf } from "./engine/policies";
import type { Rule } from "./engine/rule";

/** The other rules can read every policy. */
export const readablePolicies: Rule = {
  id: "readable-policies",
  title: "Policies are JSON text or a data source aws_iam_policy_document, so that they can be checked.",
  why: "What only Terraform can evaluate nobody has checked before it is applied.",
  source: {
    title: "Validate your policies",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-validate-policies",
  },
  mend: "Write the policy with JSON.stringify instead of jsonencode() and the like, or as an aws_iam_policy_document.",
  *check(stack) {
    for (const { owner: at, value } of [...identityPolicies(stack), ...resourcePolicies(stack)]) {
      if (statementsOf(stack, value) === undefined) {
        yield { at, detail: "has a policy that cannot be read before Terraform runs." };
      }
    }
  },
};
