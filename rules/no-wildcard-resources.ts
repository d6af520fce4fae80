import { takesNoResource } from "./engine/actions-without-resource";
import { listOf } from "./engine/arguments";
import { identityPolicies, statementsOf } from "./engine/policies";
import type { Rule } from "./engine/rule";

/** What stands before the name in ARNs: `table/orders`, `function:worker`. A bucket's name may look the same. */
const KINDS = [
  ...[
    "alarm",
    "alias",
    "archive",
    "event-bus",
    "execution",
    "function",
    "key",
    "layer",
    "log-group",
    "parameter",
  ],
  ...["pipe", "policy", "role", "rule", "schedule", "schedule-group", "secret", "stateMachine", "stream"],
  ...["deliverystream", "table", "user", "userpool"],
];

/**
 * `*`, and ARNs with nothing but a kind before a wildcard that stands for every name: `arn:aws:sqs:eu-central-1:1:*`,
 * and those with more behind it, such as an index of any table.
 */
const ANY_RESOURCE = new RegExp(
  `^\\*$|^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:(?:${KINDS.join("|")})[:/])?\\*(?:[:/].*)?$`,
);

/** Policies of AWS's for functions that allow their actions on everything of a kind. */
const BROAD_EXECUTION_POLICY =
  /:aws:policy\/service-role\/(AWSLambda(?:Basic|SQSQueue|Kinesis|DynamoDB|MSK)ExecutionRole)$/;

/** Permissions name what they are for. */
export const noWildcardResources: Rule = {
  id: "no-wildcard-resources",
  title: "No role may act on any resource of a kind, where the action takes an ARN.",
  why: "A flaw in one function then reaches the data of all others.",
  source: {
    title: "Actions, resources, and condition keys for AWS services",
    url: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  },
  mend: "Name the ARNs, or use the grants of the modules; put actions that take no ARN in a statement of their own.",
  *check(stack) {
    for (const text of identityPolicies(stack)) {
      const { owner: at } = text;
      for (const { effect, actions, allActionsBut, resources, allResourcesBut } of statementsOf(text) ?? []) {
        if (effect === "Deny") continue;
        const wild = resources.filter((resource) => ANY_RESOURCE.test(resource));
        // What NotAction leaves in is the business of the rule no-wildcard-actions.
        const takingArns = allActionsBut ? [] : actions.filter((action) => !takesNoResource(action));
        if (wild.length > 0 && takingArns.length > 0) {
          yield { at, detail: `allows ${takingArns.join(", ")} on ${wild.join(", ")}.` };
        }
        if (allResourcesBut) {
          yield { at, detail: "allows actions on every resource but some, by NotResource." };
        }
      }
    }
    for (const at of stack.all("aws_iam_role_policy_attachment", "aws_iam_role")) {
      const arns = [at.args["policy_arn"], at.args["managed_policy_arns"]].flatMap(listOf);
      for (const arn of arns) {
        const broad = BROAD_EXECUTION_POLICY.exec(String(arn));
        if (broad !== null) {
          yield { at, detail: `attaches ${broad[1]}, which allows its actions on every resource.` };
        }
      }
    }
  },
};
