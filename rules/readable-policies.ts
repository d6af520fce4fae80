import { isGiven } from "./engine/arguments";
import { identityPolicies, jsonOf, resourcePolicies, statementsOf, trustPolicies } from "./engine/policies";
import type { Rule } from "./engine/rule";

/** Arguments that are JSON text as well, and say where messages go. */
const REDRIVE = ["redrive_policy", "redrive_allow_policy"];

/** The other rules can read every policy. */
export const readablePolicies: Rule = {
  id: "readable-policies",
  title:
    "Policies are JSON text or a data source aws_iam_policy_document, so that they can be checked; redrive policies are JSON text.",
  why: "What only Terraform can evaluate nobody has checked before it is applied.",
  source: {
    title: "IAM policy validation",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_policy-validator.html",
  },
  mend: "Write the policy with JSON.stringify instead of jsonencode() and the like, or as an aws_iam_policy_document.",
  *check(stack) {
    for (const text of [...identityPolicies(stack), ...trustPolicies(stack), ...resourcePolicies(stack)]) {
      if (isGiven(text.value) && statementsOf(text) === undefined) {
        yield { at: text.owner, detail: "has a policy that cannot be read before Terraform runs." };
      }
    }
    for (const at of stack.all(
      "aws_sqs_queue",
      "aws_sqs_queue_redrive_policy",
      "aws_sqs_queue_redrive_allow_policy",
      "aws_sns_topic_subscription",
    )) {
      for (const argument of REDRIVE) {
        const text = at.args[argument];
        if (isGiven(text) && jsonOf(text) === undefined) {
          yield { at, detail: `has a ${argument} that cannot be read before Terraform runs.` };
        }
      }
    }
  },
};
