import { mapOf } from "../../../input-shape/containers";
import { text } from "../../../input-shape/scalars";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { sqsInput } from "../members";
import { createQueue as create } from "../queue-changes";
import type { QueueAttributes } from "../queue-settings";
import type { Queues } from "../queues";

interface Input {
  readonly QueueName: string;
  readonly Attributes?: QueueAttributes;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Creates a queue, or gives the URL of the one that is just so. */
export function createQueue(kernel: Kernel, queues: Queues): Operation<Input, { QueueUrl: string }> {
  return {
    name: "CreateQueue",
    checkInput: sqsInput({ QueueName: text(), Attributes: mapOf(text()), tags: mapOf(text()) }),
    access: (input) => [{ action: "sqs:CreateQueue", resource: kernel.arn("sqs", String(input.QueueName)) }],
    run(input) {
      queues.checkNameIsFree(String(input.QueueName));
      const wanted = input.Attributes ?? {};
      if (wanted["FifoQueue"] === "false") {
        throw new AwsError("InvalidAttributeName", "Unknown Attribute FifoQueue.");
      }
      const queue = create(queues, kernel.arn("sqs", String(input.QueueName)), input.QueueName, wanted);
      for (const [key, value] of Object.entries(input.tags ?? {})) queue.tags.set(key, value);
      return { QueueUrl: queues.url(queue) };
    },
  };
}
