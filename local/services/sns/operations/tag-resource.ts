import type { Operation } from "../../../kernel/operation";
import { requireTopic } from "../lookup";
import type { Topics } from "../state";

interface Input {
  readonly ResourceArn: string;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** Sets tags of a topic; others stay. */
export function tagResource(topics: Topics): Operation<Input, object> {
  return {
    name: "TagResource",
    access: (input) => [{ action: "sns:TagResource", resource: String(input.ResourceArn) }],
    run({ ResourceArn, Tags = [] }) {
      const { tags } = requireTopic(topics, ResourceArn, "ResourceArn");
      for (const { Key, Value } of Tags) tags.set(Key, Value);
      return {};
    },
  };
}
