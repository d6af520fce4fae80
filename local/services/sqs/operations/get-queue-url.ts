import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { missingParameter, queueDoesNotExist } from "../errors";
import { sqsInput } from "../members";
import type { Queues } from "../queues";

interface Input {
  readonly QueueName: string;
  readonly QueueOwnerAWSAccountId?: string;
}

/** Gives the URL of a queue by its name. */
export function getQueueUrl(kernel: Kernel, queues: Queues): Operation<Input, { QueueUrl: string }> {
  return {
    name: "GetQueueUrl",
    checkInput: sqsInput({ QueueName: text(), QueueOwnerAWSAccountId: text() }),
    traced: false,
    access: (input) => [{ action: "sqs:GetQueueUrl", resource: kernel.arn("sqs", String(input.QueueName)) }],
    run({ QueueName, QueueOwnerAWSAccountId = kernel.accountId }) {
      if (!QueueName) throw missingParameter("QueueName");
      const queue = queues.find(QueueName);
      if (queue === undefined || QueueOwnerAWSAccountId !== kernel.accountId) throw queueDoesNotExist();
      return { QueueUrl: queues.url(queue) };
    },
  };
}
