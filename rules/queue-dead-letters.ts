import { isDeadLetterQueue, redriveText } from "./engine/dead-letters";
import { jsonOf } from "./engine/policies";
import type { Rule } from "./engine/rule";

/** A queue gives up on messages into a dead-letter queue. */
export const queueDeadLetters: Rule = {
  id: "queue-dead-letters",
  title: "Every queue has a dead-letter queue, or is one.",
  why: "Without one, a message that no consumer can work is received again and again until its retention ends, then it is gone.",
  source: {
    title: "Using dead-letter queues in Amazon SQS",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  },
  mend: "Use the module Queue, or set redrive_policy with deadLetterTargetArn and maxReceiveCount.",
  *check(stack) {
    for (const at of stack.all("aws_sqs_queue")) {
      if (isDeadLetterQueue(at)) continue;
      const text = redriveText(at);
      const redrive = jsonOf(text);
      // What cannot be read is the business of the rule readable-policies.
      if (redrive === undefined ? text === undefined : redrive["deadLetterTargetArn"] === undefined) {
        yield { at, detail: "has no redrive_policy, and nothing uses it as a dead-letter queue." };
      }
    }
  },
};
