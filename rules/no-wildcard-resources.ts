import { identityPolicies, matches, statementsOf } from "./engine/policies";
import type { Rule } from "./engine/rule";

/** Actions that AWS offers for all resources only. */
const WITHOUT_RESOURCE = [
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:GetSamplingStatisticSummaries",
  "cloudwatch:PutMetricData",
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DeleteNetworkInterface",
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "sts:GetCallerIdentity",
  "s3:ListAllMyBuckets",
  "lambda:ListFunctions",
  "lambda:ListEventSourceMappings",
  "dynamodb:ListTables",
  "sqs:ListQueues",
  "sns:ListTopics",
];

/** What stands before the name in ARNs: `table/orders`, `function:worker`. A bucket's name may look the same. */
const KINDS = [
  ...["alarm", "alias", "event-bus", "function", "key", "layer", "log-group", "parameter", "policy", "role"],
  ...["rule", "schedule", "secret", "stateMachine", "stream", "deliverystream", "table", "user", "userpool"],
];

/** `*`, and ARNs with nothing but a kind and a wildcard behind the account: `arn:aws:sqs:eu-central-1:1:*`. */
const ANY_RESOURCE = new RegExp(`^\\*$|^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:(?:${KINDS.join("|")})[:/])?\\*$`);

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
    for (const { owner: at, value } of identityPolicies(stack)) {
      for (const { effect, actions, resources, allResourcesBut } of statementsOf(stack, value) ?? []) {
        if (effect === "Deny") continue;
        const wild = resources.filter((resource) => ANY_RESOURCE.test(resource));
        const takingArns = actions.filter(
          (action) => !WITHOUT_RESOURCE.some((known) => matches(known, action)),
        );
        if (wild.length > 0 && takingArns.length > 0) {
          yield { at, detail: `allows ${takingArns.join(", ")} on ${wild.join(", ")}.` };
        }
        if (allResourcesBut)
          yield { at, detail: "allows actions on every resource but some, by NotResource." };
      }
    }
  },
};
