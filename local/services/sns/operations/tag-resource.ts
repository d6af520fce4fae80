import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { requireTopic } from "../lookup";
import { snsInput, tagsMember } from "../members";
import type { Topics } from "../state";

interface Input {
  readonly ResourceArn: string;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** Sets tags of a topic; others stay. */
export function tagResource(topics: Topics): Operation<Input, object> {
  return {
    name: "TagResource",
    checkInput: snsInput({ ResourceArn: text(), Tags: tagsMember }),
    access: (input) => [{ action: "sns:TagResource", resource: String(input.ResourceArn) }],
    run({ ResourceArn, Tags = [] }) {
      const { tags } = requireTopic(topics, ResourceArn, "ResourceArn");
      for (const { Key, Value } of Tags) tags.set(Key, Value);
      return {};
    },
  };
}
