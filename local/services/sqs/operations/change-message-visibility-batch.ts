import { listOf, structure } from "../../../input-shape/containers";
import { integer, text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { type BatchResult, checkEntries, eachEntry } from "../batch";
import { sqsInput } from "../members";
import type { Queues } from "../queues";
import { checkVisibilityChange, type VisibilityChange } from "../visibility-change";

interface Input {
  readonly QueueUrl: string;
  readonly Entries: readonly (VisibilityChange & { readonly Id: string })[];
}

/** Gives up to ten received messages another visibility timeout. */
export function changeMessageVisibilityBatch(
  kernel: Kernel,
  queues: Queues,
): Operation<Input, BatchResult<object>> {
  return {
    name: "ChangeMessageVisibilityBatch",
    checkInput: sqsInput({
      QueueUrl: text(),
      Entries: listOf(structure({ Id: text(), ReceiptHandle: text(), VisibilityTimeout: integer() })),
    }),
    access: (input) => [
      { action: "sqs:ChangeMessageVisibility", resource: queues.byUrl(input.QueueUrl).arn },
    ],
    run(input) {
      const queue = queues.byUrl(input.QueueUrl);
      checkEntries(input.Entries, "ChangeMessageVisibilityBatchRequestEntry");
      queues.update(queue);
      const result = eachEntry(input.Entries, (entry) => {
        const { handle, visibilityMs } = checkVisibilityChange(entry);
        queue.changeVisibility(handle, visibilityMs, kernel.clock.now());
        return {};
      });
      queues.update(queue);
      return result;
    },
  };
}
