import { listOf } from "../../../input-shape/containers";
import { text } from "../../../input-shape/scalars";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { OPTIONAL_ATTRIBUTES, reportAttributes } from "../attribute-report";
import { sqsInput } from "../members";
import type { Queues } from "../queues";

interface Input {
  readonly QueueUrl: string;
  readonly AttributeNames?: readonly string[];
}

/** Gives the attributes of a queue, the counts of its messages among them. */
export function getQueueAttributes(
  kernel: Kernel,
  queues: Queues,
): Operation<Input, { Attributes?: Readonly<Record<string, string>> }> {
  return {
    name: "GetQueueAttributes",
    checkInput: sqsInput({ QueueUrl: text(), AttributeNames: listOf(text()) }),
    traced: false,
    access: (input) => [{ action: "sqs:GetQueueAttributes", resource: queues.byUrl(input.QueueUrl).arn }],
    run({ QueueUrl, AttributeNames = [] }) {
      const queue = queues.byUrl(QueueUrl);
      queue.refresh(kernel.clock.now());
      queues.update(queue);
      const all = reportAttributes(queue);
      for (const name of AttributeNames) {
        if (name === "All" || name in all || OPTIONAL_ATTRIBUTES.includes(name)) continue;
        throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
      }
      const wanted = AttributeNames.includes("All")
        ? Object.entries(all)
        : Object.entries(all).filter(([name]) => AttributeNames.includes(name));
      return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
    },
  };
}
