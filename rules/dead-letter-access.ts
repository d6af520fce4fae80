import { givers, redriveAllowOf } from "./engine/dead-letters";
import { matches, policiesOf, statementsOf } from "./engine/policies";
import type { Rule } from "./engine/rule";
import { isExpression, listOf, physicalName, type Resource, type StackView } from "./engine/stack-view";

/** The services that send to a dead-letter queue by themselves, and need its policy to let them. */
const SENDERS: Readonly<Record<string, string>> = {
  subscription: "sns.amazonaws.com",
  "rule target": "events.amazonaws.com",
};

/** A dead-letter queue lets in those whose messages it takes, and no other queue. */
export const deadLetterAccess: Rule = {
  id: "dead-letter-access",
  title: "A dead-letter queue names the queues it takes messages of, and lets the services send that use it.",
  why: "SNS and EventBridge drop what they may not send to the dead-letter queue; without a redrive-allow policy any queue of the account may fill it.",
  source: {
    title: "Using dead-letter queues to process undelivered events in EventBridge",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
  },
  mend: "Use the module DeadLetterQueue with allowService, or set redrive_allow_policy (byQueue with sourceQueueArns, or denyAll) and a policy that allows sqs:SendMessage to the service.",
  *check(stack) {
    const known = givers(stack);
    for (const at of stack.all("aws_sqs_queue")) {
      const users = known.filter((giver) => giver.queue === at);
      if (users.length === 0) continue;

      const allow = redriveAllowOf(stack, at);
      if (allow === undefined || allow["redrivePermission"] === "allowAll") {
        yield {
          at,
          detail: "is a dead-letter queue that takes messages of any queue: it has no redrive_allow_policy.",
        };
      }
      for (const { kind, resource } of users) {
        if (kind === "queue" && allow !== undefined && !names(stack, allow, resource)) {
          yield {
            at,
            detail: `is the dead-letter queue of ${resource.address}, but its redrive_allow_policy does not name it.`,
          };
        }
        const service = SENDERS[kind];
        if (service !== undefined && !letsSend(stack, at, service)) {
          yield {
            at,
            detail: `is the dead-letter queue of ${resource.address}, but its policy does not let ${service} send.`,
          };
        }
      }
    }
  },
};

function names(stack: StackView, allow: Readonly<Record<string, unknown>>, source: Resource): boolean {
  if (allow["redrivePermission"] === "allowAll") return true;
  return listOf(allow["sourceQueueArns"]).some(
    (arn) =>
      stack.find("aws_sqs_queue", arn) === source ||
      (physicalName(source) === undefined && isExpression(arn)),
  );
}

function letsSend(stack: StackView, queue: Resource, service: string): boolean {
  const statements = policiesOf(stack, queue).map(({ value }) => statementsOf(stack, value));
  // A policy that cannot be read is the business of the rule readable-policies.
  return statements.some(
    (each) =>
      each === undefined ||
      each.some(
        ({ effect, principals, actions }) =>
          effect === "Allow" &&
          principals.some((principal) => principal === service || principal === "*") &&
          actions.some((action) => matches(action, "sqs:SendMessage")),
      ),
  );
}
