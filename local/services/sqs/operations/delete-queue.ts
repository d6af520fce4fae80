import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { sqsInput } from "../members";
import type { Queues } from "../queues";

/** Deletes a queue and its messages. */
export function deleteQueue(queues: Queues): Operation<{ readonly QueueUrl: string }, object> {
  return {
    name: "DeleteQueue",
    checkInput: sqsInput({ QueueUrl: text() }),
    access: (input) => [{ action: "sqs:DeleteQueue", resource: queues.byUrl(input.QueueUrl).arn }],
    run(input) {
      queues.delete(queues.byUrl(input.QueueUrl));
      return {};
    },
  };
}
