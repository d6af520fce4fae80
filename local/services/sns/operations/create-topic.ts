import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import { onlyModelled } from "../../../kernel/members";
import type { Operation } from "../../../kernel/operation";
import { createTopic as create } from "../creating";
import { mapInForm, snsInput, tagsMember } from "../members";
import type { Topics } from "../state";

interface Input {
  readonly Name: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** Creates a topic, or gives the ARN of the one that is just so. */
export function createTopic(kernel: Kernel, topics: Topics): Operation<Input, { TopicArn: string }> {
  return {
    name: "CreateTopic",
    checkInput: snsInput({ Name: text(), Attributes: mapInForm(text()), Tags: tagsMember }),
    access: (input) => [{ action: "sns:CreateTopic", resource: kernel.arn("sns", String(input.Name)) }],
    run(input) {
      onlyModelled("sns:CreateTopic", input, ["Name", "Attributes", "Tags"]);
      const topic = create(kernel, topics, input.Name, input.Attributes ?? {});
      for (const { Key, Value } of input.Tags ?? []) topic.tags.set(Key, Value);
      return { TopicArn: topic.arn };
    },
  };
}
