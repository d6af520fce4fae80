import { mapOf } from "../../../input-shape/containers";
import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { missingParameter } from "../errors";
import { sqsInput } from "../members";
import type { Queues } from "../queues";

interface Input {
  readonly QueueUrl: string;
  readonly Tags: Readonly<Record<string, string>>;
}

/** Sets tags of a queue; others stay. */
export function tagQueue(queues: Queues): Operation<Input, object> {
  return {
    name: "TagQueue",
    checkInput: sqsInput({ QueueUrl: text(), Tags: mapOf(text()) }),
    access: (input) => [{ action: "sqs:TagQueue", resource: queues.byUrl(input.QueueUrl).arn }],
    run(input) {
      if (input.Tags === undefined) throw missingParameter("Tags");
      const { tags } = queues.byUrl(input.QueueUrl);
      for (const [key, value] of Object.entries(input.Tags)) tags.set(key, value);
      return {};
    },
  };
}
