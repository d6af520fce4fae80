import { block } from "./engine/arguments";
import { type Giver, givers } from "./engine/dead-letters";
import { arnService } from "./engine/names";
import { hasAction, policiesOf, statementsOf } from "./engine/policies";
import type { Target } from "./engine/policy-targets";
import { roleMay } from "./engine/role-rights";
import type { Rule } from "./engine/rule";
import type { Resource, StackView } from "./engine/stack-view";

/** Where failures may go, and what it takes to send there. */
const DESTINATIONS = [
  { type: "aws_sqs_queue", service: "sqs", action: "sqs:SendMessage" },
  { type: "aws_sns_topic", service: "sns", action: "sns:Publish" },
  { type: "aws_lambda_function", service: "lambda", action: "lambda:InvokeFunction" },
  { type: "aws_cloudwatch_event_bus", service: "events", action: "events:PutEvents" },
  { type: "aws_s3_bucket", service: "s3", action: "s3:PutObject" },
] as const;

/** Whoever gives up on a message may send it on. */
export const deadLetterSenders: Rule = {
  id: "dead-letter-senders",
  title:
    "The role of a function, schedule or pipe may send to the dead-letter queue or other destination of what failed.",
  why: "Lambda, EventBridge Scheduler and Pipes send with the role that they were given, not by the queue's policy: without the right, what should have been kept is dropped.",
  source: {
    title: "Capturing records of Lambda asynchronous invocations",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  },
  mend: "Grant the role sqs:SendMessage on the dead-letter queue (sns:Publish, lambda:InvokeFunction, events:PutEvents, s3:PutObject on other destinations): deadLetterQueue.grantSend(fn), or an aws_iam_role_policy.",
  *check(stack) {
    for (const giver of givers(stack)) {
      const { resource: at, destination } = giver;
      const role = at.stack === stack ? senderOf(giver) : undefined;
      const found = role && targetOf(stack, destination);
      if (role === undefined || found === undefined) continue;
      const { action, target } = found;
      if (!roleMay(role, action, target) && !letsIn(target.resource, role, action)) {
        yield {
          at,
          detail: `gives up to ${nameOf(target)}, but its role ${role.address} is not allowed ${action} there.`,
        };
      }
    }
  },
};

/** The role that Lambda, Scheduler or Pipes send with; nothing for senders that need none. */
function senderOf({ resource, kind }: Giver): Resource | undefined {
  const { stack, type, args } = resource;
  switch (kind) {
    case "schedule":
      return stack.find("aws_iam_role", block(args, "target")?.["role_arn"]);
    case "pipe":
      return stack.find("aws_iam_role", args["role_arn"]);
    case "function":
    case "stream mapping": {
      const fn = type === "aws_lambda_function" ? resource : stack.findFunction(args["function_name"]);
      return fn?.stack.find("aws_iam_role", fn.args["role"]);
    }
    default:
      return undefined;
  }
}

function targetOf(
  stack: StackView,
  arn: unknown,
): { readonly action: string; readonly target: Target } | undefined {
  for (const { type, service, action } of DESTINATIONS) {
    const resource = type === "aws_lambda_function" ? stack.findFunction(arn) : stack.find(type, arn);
    if (resource !== undefined || arnService(arn) === service) {
      return { action, target: { arn, stack, resource } };
    }
  }
  return undefined;
}

/** Within an account, a queue's or topic's own policy that names the role is enough. */
function letsIn(resource: Resource | undefined, role: Resource, action: string): boolean {
  return (resource === undefined ? [] : policiesOf(resource)).some(({ owner, value }) =>
    (statementsOf({ owner, value }) ?? []).some(
      (statement) =>
        statement.effect === "Allow" &&
        hasAction(statement, action) &&
        statement.principals.some((principal) => owner.stack.mayMean(principal, role)),
    ),
  );
}

function nameOf({ arn, resource }: Target): string {
  return resource?.address ?? String(arn);
}
