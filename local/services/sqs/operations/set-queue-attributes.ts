import { mapOf } from "../../../input-shape/containers";
import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { missingParameter } from "../errors";
import { sqsInput } from "../members";
import { changeQueue } from "../queue-changes";
import type { QueueAttributes } from "../queue-settings";
import type { Queues } from "../queues";

interface Input {
  readonly QueueUrl: string;
  readonly Attributes: QueueAttributes;
}

/** Changes attributes of a queue; those not named stay. */
export function setQueueAttributes(kernel: Kernel, queues: Queues): Operation<Input, object> {
  return {
    name: "SetQueueAttributes",
    checkInput: sqsInput({ QueueUrl: text(), Attributes: mapOf(text()) }),
    access: (input) => [{ action: "sqs:SetQueueAttributes", resource: queues.byUrl(input.QueueUrl).arn }],
    run(input) {
      const queue = queues.byUrl(input.QueueUrl);
      if (input.Attributes === undefined) throw missingParameter("Attributes");
      changeQueue(queues, queue, input.Attributes, kernel.clock.now());
      return {};
    },
  };
}
