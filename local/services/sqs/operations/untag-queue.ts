import { listOf } from "../../../input-shape/containers";
import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { missingParameter } from "../errors";
import { sqsInput } from "../members";
import type { Queues } from "../queues";

interface Input {
  readonly QueueUrl: string;
  readonly TagKeys: readonly string[];
}

/** Takes tags from a queue. */
export function untagQueue(queues: Queues): Operation<Input, object> {
  return {
    name: "UntagQueue",
    checkInput: sqsInput({ QueueUrl: text(), TagKeys: listOf(text()) }),
    access: (input) => [{ action: "sqs:UntagQueue", resource: queues.byUrl(input.QueueUrl).arn }],
    run(input) {
      if (input.TagKeys === undefined) throw missingParameter("TagKeys");
      const { tags } = queues.byUrl(input.QueueUrl);
      for (const key of input.TagKeys) tags.delete(key);
      return {};
    },
  };
}
