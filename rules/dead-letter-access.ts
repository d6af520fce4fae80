import { listOf } from "./engine/arguments";
import { type Giver, givers, redriveAllowOf, redriveAllowText } from "./engine/dead-letters";
import { hasAction, matches, policiesOf, type Statement, statementsOf } from "./engine/policies";
import { covers } from "./engine/policy-targets";
import type { Rule } from "./engine/rule";
import type { Resource, StackView } from "./engine/stack-view";

interface Sender {
  readonly service: string;
  /** Type of the resource that the service sends for, and the argument that names it. */
  readonly source: readonly [type: string, argument: string];
}

/** The services that send to a dead-letter queue by themselves, and need its policy to let them. */
const SENDERS: Partial<Readonly<Record<Giver["kind"], Sender>>> = {
  subscription: { service: "sns.amazonaws.com", source: ["aws_sns_topic", "topic_arn"] },
  "rule target": { service: "events.amazonaws.com", source: ["aws_cloudwatch_event_rule", "rule"] },
};

/** A dead-letter queue lets in those whose messages it takes, and no other queue. */
export const deadLetterAccess: Rule = {
  id: "dead-letter-access",
  title: "A dead-letter queue names the queues it takes messages of, and lets the services send that use it.",
  why: "SNS and EventBridge drop what they may not send to the dead-letter queue, which includes queues encrypted with the key that AWS manages; without a redrive-allow policy any queue of the account may fill it.",
  source: {
    title: "Using dead-letter queues to process undelivered events in EventBridge",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
  },
  mend: "Use the module DeadLetterQueue with allowService, or set redrive_allow_policy (byQueue with sourceQueueArns, or denyAll) and a policy that allows sqs:SendMessage to the service, for the rule or topic; encrypt with sqs_managed_sse_enabled or a key of your own.",
  *check(stack) {
    const known = givers(stack);
    for (const at of stack.all("aws_sqs_queue")) {
      const users = known.filter(({ queue }) => queue === at);
      if (users.length === 0) continue;

      const allow = redriveAllowOf(at);
      if (
        allow === undefined ? redriveAllowText(at) === undefined : allow["redrivePermission"] === "allowAll"
      ) {
        yield {
          at,
          detail: "is a dead-letter queue that takes messages of any queue: it has no redrive_allow_policy.",
        };
      }
      for (const { kind, resource } of users) {
        if (kind === "queue" && allow !== undefined && !names(at.stack, allow, resource)) {
          yield {
            at,
            detail: `is the dead-letter queue of ${resource.address}, but its redrive_allow_policy does not name it.`,
          };
        }
        const sender = SENDERS[kind];
        if (sender === undefined) continue;
        if (!letsSend(at, sender, resource)) {
          yield {
            at,
            detail: `is the dead-letter queue of ${resource.address}, but its policy does not let ${sender.service} send for it.`,
          };
        }
        if (/^(?:arn:.*:)?alias\/aws\/sqs$/.test(String(at.args["kms_master_key_id"]))) {
          yield {
            at,
            detail: `is the dead-letter queue of ${resource.address}, but alias/aws/sqs, by which it is encrypted, is closed to ${sender.service}.`,
          };
        }
      }
    }
  },
};

function names(stack: StackView, allow: Readonly<Record<string, unknown>>, source: Resource): boolean {
  if (allow["redrivePermission"] === "allowAll") return true;
  return listOf(allow["sourceQueueArns"]).some((arn) => stack.mayMean(arn, source));
}

function letsSend(queue: Resource, { service, source }: Sender, user: Resource): boolean {
  return policiesOf(queue).some(({ owner, value }) => {
    const statements = statementsOf({ owner, value });
    // A policy that cannot be read is the business of the rule readable-policies.
    return (
      statements === undefined ||
      statements.some(
        (statement) =>
          statement.effect === "Allow" &&
          !statement.allPrincipalsBut &&
          statement.principals.some((principal) => principal === service || principal === "*") &&
          hasAction(statement, "sqs:SendMessage") &&
          statement.resources.some((pattern) =>
            covers(pattern, owner.stack, { arn: queue.args["arn"], stack: queue.stack, resource: queue }),
          ) &&
          isFor(statement, owner.stack, source, user),
      )
    );
  });
}

/** Whether a statement that names the rules or topics it is for names that of the user. */
function isFor(
  { conditions }: Statement,
  stack: StackView,
  [type, argument]: Sender["source"],
  user: Resource,
) {
  const arns = ["ArnEquals", "ArnLike", "StringEquals", "StringLike"].flatMap(
    (operator) => conditions[operator]?.["aws:sourcearn"] ?? [],
  );
  const wanted = user.args[argument];
  const source = user.stack.find(type, wanted);
  return (
    arns.length === 0 ||
    arns.some((arn) =>
      source === undefined
        ? String(wanted).includes("${") || arn.includes("${") || matches(arn, String(wanted))
        : covers(arn, stack, { arn: wanted, stack: user.stack, resource: source }),
    )
  );
}
