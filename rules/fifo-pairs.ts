import { isExpression, isTrue } from "./engine/arguments";
import { type Giver, givers } from "./engine/dead-letters";
import { physicalName } from "./engine/names";
import type { Rule } from "./engine/rule";
import type { Resource } from "./engine/stack-view";

/** What AWS lets give up to standard queues only. */
const STANDARD_ONLY: readonly Giver["kind"][] = ["rule target", "schedule", "function"];

/** FIFO goes with FIFO. */
export const fifoPairs: Rule = {
  id: "fifo-pairs",
  title:
    "A FIFO queue's dead-letter queue is FIFO, a standard one's is standard; a name ends in .fifo exactly if it is.",
  why: "AWS refuses the pairs at apply, halfway through the changes, and EventBridge can use a standard dead-letter queue only.",
  source: {
    title: "Using dead-letter queues in Amazon SQS",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  },
  mend: "Set fifo_queue (fifo_topic) on both or on none, and name accordingly.",
  *check(stack) {
    for (const at of stack.all("aws_sqs_queue", "aws_sns_topic")) {
      const name = physicalName(at.args);
      if (name !== undefined && name.endsWith(".fifo") !== isFifo(at)) {
        yield { at, detail: `is ${kind(at)} but named "${name}".` };
      }
    }
    for (const { kind: by, resource: at, queue } of givers(stack)) {
      if (queue === undefined || at.stack !== stack) continue;
      const wanted =
        by === "queue"
          ? isFifo(at)
          : by === "subscription"
            ? topicIsFifo(at)
            : STANDARD_ONLY.includes(by)
              ? false
              : undefined;
      if (wanted !== undefined && wanted !== isFifo(queue)) {
        const needs = wanted ? "a FIFO" : "a standard";
        yield {
          at,
          detail: `has the dead-letter queue ${queue.address}, which is ${kind(queue)}; it needs ${needs} one.`,
        };
      }
    }
    for (const at of stack.all("aws_sns_topic_subscription")) {
      const topic = stack.find("aws_sns_topic", at.args["topic_arn"]);
      const queue = stack.find("aws_sqs_queue", at.args["endpoint"]);
      if (topic !== undefined && queue !== undefined && isFifo(queue) && !isFifo(topic)) {
        yield {
          at,
          detail: `delivers from the standard topic ${topic.address} to the FIFO queue ${queue.address}.`,
        };
      }
    }
  },
};

const isFifo = ({ args }: Resource) => isTrue(args["fifo_queue"]) || isTrue(args["fifo_topic"]);
const kind = (resource: Resource) => (isFifo(resource) ? "FIFO" : "standard");

function topicIsFifo({ stack, args: { topic_arn } }: Resource): boolean | undefined {
  const topic = stack.find("aws_sns_topic", topic_arn);
  if (topic !== undefined) return isFifo(topic);
  return isExpression(topic_arn) ? undefined : String(topic_arn).endsWith(".fifo");
}
