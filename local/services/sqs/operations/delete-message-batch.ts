import { listOf, structure } from "../../../input-shape/containers";
import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { type BatchResult, checkEntries, eachEntry } from "../batch";
import { missingParameter } from "../errors";
import { sqsInput } from "../members";
import type { Queues } from "../queues";

interface Input {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly ReceiptHandle: string }[];
}

/** Deletes up to ten received messages. */
export function deleteMessageBatch(queues: Queues): Operation<Input, BatchResult<object>> {
  return {
    name: "DeleteMessageBatch",
    checkInput: sqsInput({
      QueueUrl: text(),
      Entries: listOf(structure({ Id: text(), ReceiptHandle: text() })),
    }),
    access: (input) => [{ action: "sqs:DeleteMessage", resource: queues.byUrl(input.QueueUrl).arn }],
    run(input) {
      const queue = queues.byUrl(input.QueueUrl);
      checkEntries(input.Entries, "DeleteMessageBatchRequestEntry");
      queues.update(queue);
      const result = eachEntry(input.Entries, ({ ReceiptHandle }) => {
        if (!ReceiptHandle) throw missingParameter("ReceiptHandle");
        queue.delete(ReceiptHandle);
        return {};
      });
      queues.update(queue);
      return result;
    },
  };
}
