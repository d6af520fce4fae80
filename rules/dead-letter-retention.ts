import { numberOr } from "./engine/arguments";
import { givers } from "./engine/dead-letters";
import type { Rule } from "./engine/rule";
import type { Resource } from "./engine/stack-view";

const DEFAULT_RETENTION_SECONDS = 345_600;

/** A dead letter is kept longer than it could have waited before. */
export const deadLetterRetention: Rule = {
  id: "dead-letter-retention",
  title: "A dead-letter queue keeps messages longer than the queue they come from.",
  why: "A message moved to a standard dead-letter queue keeps the time at which it was first sent: with the same retention it may be gone as soon as it arrives.",
  source: {
    title: "Using dead-letter queues in Amazon SQS",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  },
  mend: "Set message_retention_seconds of the dead-letter queue to 1209600 (14 days), and that of the source lower.",
  *check(stack) {
    for (const { kind, resource: at, queue: target } of givers(stack)) {
      if (kind !== "queue" || at.stack !== stack || target === undefined) continue;
      const own = retention(at);
      const kept = retention(target);
      if (own !== undefined && kept !== undefined && kept <= own) {
        yield {
          at,
          detail: `keeps messages for ${own} s, its dead-letter queue ${target.address} for ${kept} s, which must be longer.`,
        };
      }
    }
  },
};

function retention(queue: Resource): number | undefined {
  return numberOr(queue.args["message_retention_seconds"], DEFAULT_RETENTION_SECONDS);
}
