import { hasAction, policiesOf, type Statement, statementsOf } from "./engine/policies";
import type { Rule } from "./engine/rule";
import type { Resource } from "./engine/stack-view";

/** What a refusal has to take in: what reads, and what writes. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  aws_sqs_queue: ["sqs:SendMessage", "sqs:ReceiveMessage"],
  aws_sns_topic: ["sns:Publish"],
  aws_s3_bucket: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
};

/** Nothing travels in the clear. */
export const tlsOnly: Rule = {
  id: "tls-only",
  title: "Queues, topics and buckets refuse requests without TLS.",
  why: "AWS's endpoints answer over plain HTTP too, where messages, objects and signatures can be read on the way.",
  source: {
    title: "Amazon SQS security best practices",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  },
  mend: 'Use the module, or add a statement to the policy: Deny, Principal "*", Action "sqs:*", "sns:Publish" or "s3:*", Condition Bool aws:SecureTransport "false"; for a bucket on its ARN and on its ARN with "/*".',
  *check(stack) {
    for (const at of stack.all(...Object.keys(ACTIONS))) {
      const policies = policiesOf(at).map(statementsOf);
      // A policy that cannot be read is the business of the rule readable-policies.
      if (policies.includes(undefined)) continue;
      const refusals = policies.flatMap((statements) => statements ?? []).filter(refusesPlain);
      const open = (ACTIONS[at.type] ?? []).filter(
        (action) => !refusals.some((statement) => hasAction(statement, action) && reaches(statement, action)),
      );
      if (open.length > 0) yield { at, detail: detailOf(at, policies.length, open) };
    }
  },
};

function detailOf({ type }: Resource, policies: number, open: readonly string[]): string {
  if (policies === 0) return "has no policy that refuses plain HTTP.";
  const all = open.length === ACTIONS[type]?.length;
  return `has a policy that lets plain HTTP in${all ? "" : ` for ${open.join(", ")}`}.`;
}

function refusesPlain({ effect, principals, allPrincipalsBut, conditions }: Statement): boolean {
  const tests = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
  // A second condition would let in whoever does not meet it.
  return (
    effect === "Deny" &&
    principals.includes("*") &&
    !allPrincipalsBut &&
    tests.length === 1 &&
    tests.every(
      ({ operator, key, values }) =>
        /^Bool(?:IfExists)?$/.test(operator) && key === "aws:securetransport" && values.includes("false"),
    )
  );
}

/** Objects are resources of their own beside their bucket. */
function reaches({ resources }: Statement, action: string): boolean {
  const onObjects = /^s3:\w+Object$/.test(action);
  const isObjects = (resource: string) => resource.includes("/");
  if (!action.startsWith("s3:") || resources.includes("*")) return true;
  return resources.some((resource) => isObjects(withoutExpressions(resource)) === onObjects);
}

const withoutExpressions = (text: string) => text.replace(/\$\{[^}]*\}/g, "");
