import { integer, text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { sqsInput } from "../members";
import type { Queues } from "../queues";
import { checkVisibilityChange, type VisibilityChange } from "../visibility-change";

/** Gives a received message another visibility timeout, counted from now; 0 makes it visible at once. */
export function changeMessageVisibility(
  kernel: Kernel,
  queues: Queues,
): Operation<VisibilityChange & { readonly QueueUrl: string }, object> {
  return {
    name: "ChangeMessageVisibility",
    checkInput: sqsInput({ QueueUrl: text(), ReceiptHandle: text(), VisibilityTimeout: integer() }),
    access: (input) => [
      { action: "sqs:ChangeMessageVisibility", resource: queues.byUrl(input.QueueUrl).arn },
    ],
    run(input) {
      const queue = queues.byUrl(input.QueueUrl);
      const { handle, visibilityMs } = checkVisibilityChange(input);
      queues.update(queue);
      queue.changeVisibility(handle, visibilityMs, kernel.clock.now());
      queues.update(queue);
      return {};
    },
  };
}
