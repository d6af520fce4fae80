import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { requireTopic } from "../lookup";
import { snsInput } from "../members";
import type { Topics } from "../state";

interface Output {
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** Gives the tags of a topic. */
export function listTagsForResource(topics: Topics): Operation<{ readonly ResourceArn: string }, Output> {
  return {
    name: "ListTagsForResource",
    checkInput: snsInput({ ResourceArn: text() }),
    traced: false,
    access: (input) => [{ action: "sns:ListTagsForResource", resource: String(input.ResourceArn) }],
    run({ ResourceArn }) {
      const { tags } = requireTopic(topics, ResourceArn, "ResourceArn");
      return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
