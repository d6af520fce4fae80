import { policiesOf, type Statement, statementsOf } from "./engine/policies";
import type { Rule } from "./engine/rule";

/** Nothing travels in the clear. */
export const tlsOnly: Rule = {
  id: "tls-only",
  title: "Queues, topics and buckets refuse requests without TLS.",
  why: "AWS's endpoints answer over plain HTTP too, where messages, objects and signatures can be read on the way.",
  source: {
    title: "Amazon SQS security best practices",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  },
  mend: 'Use the module, or add a statement to the policy: Deny, Principal "*", Condition Bool aws:SecureTransport "false".',
  *check(stack) {
    for (const at of stack.all("aws_sqs_queue", "aws_sns_topic", "aws_s3_bucket")) {
      const policies = policiesOf(stack, at).map(({ value }) => statementsOf(stack, value));
      // A policy that cannot be read is the business of the rule readable-policies.
      if (policies.some((statements) => statements === undefined || statements.some(refusesPlain))) continue;
      yield {
        at,
        detail:
          policies.length === 0
            ? "has no policy that refuses plain HTTP."
            : "has a policy that lets plain HTTP in.",
      };
    }
  },
};

function refusesPlain({ effect, principals, conditions }: Statement): boolean {
  return (
    effect === "Deny" &&
    principals.includes("*") &&
    (conditions["Bool"]?.["aws:SecureTransport"] ?? []).includes("false")
  );
}
