import type { Operation } from "../../../kernel/operation";
import type { Queues } from "../queues";

/** Deletes a queue and its messages. */
export function deleteQueue(queues: Queues): Operation<{ readonly QueueUrl: string }, object> {
  return {
    name: "DeleteQueue",
    access: (input) => [{ action: "sqs:DeleteQueue", resource: queues.byUrl(input.QueueUrl).arn }],
    run(input) {
      queues.delete(queues.byUrl(input.QueueUrl));
      return {};
    },
  };
}
