import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { missingParameter } from "../errors";
import { sqsInput } from "../members";
import type { Queues } from "../queues";

interface Input {
  readonly QueueUrl: string;
  readonly ReceiptHandle: string;
}

/** Deletes a received message. */
export function deleteMessage(queues: Queues): Operation<Input, object> {
  return {
    name: "DeleteMessage",
    checkInput: sqsInput({ QueueUrl: text(), ReceiptHandle: text() }),
    access: (input) => [{ action: "sqs:DeleteMessage", resource: queues.byUrl(input.QueueUrl).arn }],
    run(input) {
      const queue = queues.byUrl(input.QueueUrl);
      if (!input.ReceiptHandle) throw missingParameter("ReceiptHandle");
      queues.update(queue);
      queue.delete(input.ReceiptHandle);
      queues.update(queue);
      return {};
    },
  };
}
