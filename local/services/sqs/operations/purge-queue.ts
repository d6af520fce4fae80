import { text } from "../../../input-shape/scalars";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { sqsInput } from "../members";
import type { Queues } from "../queues";

/** How long a purge may take on AWS, and so how long the next one is refused, in milliseconds. */
const PURGE_MS = 60_000;

/** Deletes the messages of a queue, those in flight too; here at once. */
export function purgeQueue(kernel: Kernel, queues: Queues): Operation<{ readonly QueueUrl: string }, object> {
  return {
    name: "PurgeQueue",
    checkInput: sqsInput({ QueueUrl: text() }),
    access: (input) => [{ action: "sqs:PurgeQueue", resource: queues.byUrl(input.QueueUrl).arn }],
    run(input) {
      const queue = queues.byUrl(input.QueueUrl);
      const nowMs = kernel.clock.now();
      if (nowMs - queue.purgedAtMs < PURGE_MS) {
        throw new AwsError(
          "PurgeQueueInProgress",
          `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
          403,
        );
      }
      queue.purge(nowMs);
      queues.update(queue);
      return {};
    },
  };
}
