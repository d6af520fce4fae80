import { isGiven } from "./engine/arguments";
import { policiesOf, statementsOf } from "./engine/policies";
import type { Breach, Rule } from "./engine/rule";
import type { Resource, StackView } from "./engine/stack-view";

const MAX_QUEUE_STATEMENTS = 20;
const MAX_QUEUE_BYTES = 8192;
const MAX_FUNCTION_BYTES = 20_480;

/** About what an ARN takes that only Terraform knows; real ones are rather longer. */
const ARN_BYTES = 50;
/** What the AWS provider makes up as the id of a permission's statement. */
const STATEMENT_ID = "terraform-".padEnd(36, "0");

/** AWS will take the policies that grow with what sends and calls. */
export const policyLimits: Rule = {
  id: "policy-limits",
  title:
    "A queue's policy has at most 20 statements in 8 KB, a function's, of a statement per permission, at most 20 KB.",
  why: "AWS refuses the statement that goes beyond at apply, halfway through the changes: the sender or the route that it is for does not work.",
  source: {
    title: "Amazon SQS policy quotas, and PolicyLengthExceededException of Lambda's AddPermission",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html",
  },
  mend: "Put some of the routes before another function, or let one rule with a wider pattern, or one topic, send to the queue for many.",
  *check(stack) {
    for (const queue of stack.all("aws_sqs_queue")) yield* queueBreaches(queue);
    for (const at of stack.all("aws_lambda_function")) {
      const permissions = permissionsOf(stack, at);
      const bytes = permissions.reduce((sum, each) => sum + permissionBytes(each, at), 0);
      if (bytes > MAX_FUNCTION_BYTES) {
        yield {
          at,
          detail: `has ${permissions.length} permissions, a policy of about ${bytes} bytes; Lambda takes ${MAX_FUNCTION_BYTES}.`,
        };
      }
    }
  },
};

function* queueBreaches(at: Resource): Iterable<Breach> {
  for (const policy of policiesOf(at)) {
    const count = statementsOf(policy)?.length ?? 0;
    if (count > MAX_QUEUE_STATEMENTS) {
      yield { at, detail: `has a policy of ${count} statements; SQS takes ${MAX_QUEUE_STATEMENTS}.` };
    } else if (statementsOf(policy) !== undefined && bytesOf(policy.value) > MAX_QUEUE_BYTES) {
      yield {
        at,
        detail: `has a policy of about ${bytesOf(policy.value)} bytes; SQS takes ${MAX_QUEUE_BYTES}.`,
      };
    }
  }
}

/** The permissions in a function's own policy; versions and aliases have policies of theirs. */
function permissionsOf(stack: StackView, fn: Resource): readonly Resource[] {
  return stack
    .everywhere("aws_lambda_permission")
    .filter(
      ({ stack: owner, args }) =>
        !isGiven(args["qualifier"]) && owner.find("aws_lambda_function", args["function_name"]) === fn,
    );
}

function permissionBytes({ args }: Resource, fn: Resource): number {
  const statement = {
    Sid: args["statement_id"] ?? STATEMENT_ID,
    Effect: "Allow",
    Principal: { Service: args["principal"] },
    Action: args["action"],
    Resource: `$\{fn.arn}${fn.args["function_name"] ?? ""}`,
    ...(isGiven(args["source_arn"])
      ? { Condition: { ArnLike: { "AWS:SourceArn": args["source_arn"] } } }
      : {}),
  };
  return bytesOf(JSON.stringify(statement));
}

function bytesOf(text: unknown): number {
  return Buffer.byteLength(String(text).replace(/\$\{[^}]*\}/g, "a".repeat(ARN_BYTES)));
}
