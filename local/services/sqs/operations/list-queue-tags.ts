import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { sqsInput } from "../members";
import type { Queues } from "../queues";

/** Gives the tags of a queue. */
export function listQueueTags(
  queues: Queues,
): Operation<{ readonly QueueUrl: string }, { Tags?: Readonly<Record<string, string>> }> {
  return {
    name: "ListQueueTags",
    checkInput: sqsInput({ QueueUrl: text() }),
    traced: false,
    access: (input) => [{ action: "sqs:ListQueueTags", resource: queues.byUrl(input.QueueUrl).arn }],
    run(input) {
      const { tags } = queues.byUrl(input.QueueUrl);
      return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
    },
  };
}
