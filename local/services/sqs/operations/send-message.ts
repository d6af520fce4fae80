import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { messageMembers, sqsInput } from "../members";
import { enqueue, type OutgoingMessage, type SendResult } from "../outgoing-message";
import type { Queues } from "../queues";

/** Puts a message into a queue. */
export function sendMessage(
  kernel: Kernel,
  queues: Queues,
): Operation<OutgoingMessage & { readonly QueueUrl: string }, SendResult> {
  return {
    name: "SendMessage",
    checkInput: sqsInput({ QueueUrl: text(), ...messageMembers }),
    access: (input) => [{ action: "sqs:SendMessage", resource: queues.byUrl(input.QueueUrl).arn }],
    run(input, call) {
      const queue = queues.byUrl(input.QueueUrl);
      const result = enqueue(kernel, queue, input, call);
      queues.update(queue);
      return result;
    },
  };
}
