import { listOf, structure } from "../../../input-shape/containers";
import { text } from "../../../input-shape/scalars";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { type BatchResult, checkEntries, eachEntry } from "../batch";
import { invalidParameter } from "../errors";
import { messageMembers, sqsInput } from "../members";
import {
  checkQueueType,
  enqueue,
  messageSizeBytes,
  type OutgoingMessage,
  type SendResult,
} from "../outgoing-message";
import { LARGEST_MESSAGE_BYTES } from "../queue-settings";
import type { Queues } from "../queues";

interface Input {
  readonly QueueUrl: string;
  readonly Entries: readonly (OutgoingMessage & { readonly Id: string })[];
}

/** Puts up to ten messages into a queue, each succeeding or failing for itself. */
export function sendMessageBatch(kernel: Kernel, queues: Queues): Operation<Input, BatchResult<SendResult>> {
  return {
    name: "SendMessageBatch",
    checkInput: sqsInput({ QueueUrl: text(), Entries: listOf(structure({ Id: text(), ...messageMembers })) }),
    access: (input) => [{ action: "sqs:SendMessage", resource: queues.byUrl(input.QueueUrl).arn }],
    run(input, call) {
      const queue = queues.byUrl(input.QueueUrl);
      const entries = input.Entries;
      checkEntries(entries, "SendMessageBatchRequestEntry");
      const size = entries.reduce((sum, entry) => sum + messageSizeBytes(entry), 0);
      if (size > LARGEST_MESSAGE_BYTES) {
        throw new AwsError(
          "BatchRequestTooLong",
          `Batch requests cannot be longer than ${LARGEST_MESSAGE_BYTES} bytes. You have sent ${size} bytes.`,
        );
      }
      if (queue.fifo) {
        for (const entry of entries) {
          // A missing group is an invalid parameter here and a missing one in SendMessage; the text is the same.
          if (entry.MessageGroupId === undefined) {
            throw invalidParameter("The request must contain the parameter MessageGroupId.");
          }
          checkQueueType(queue, entry);
        }
      }
      const result = eachEntry(entries, (entry) => enqueue(kernel, queue, entry, call));
      queues.update(queue);
      return result;
    },
  };
}
