import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { requireTopic } from "../lookup";
import { snsInput } from "../members";
import type { Topics } from "../state";
import { reportTopic } from "../topic-attributes";

/** Gives the attributes of a topic, the counts of its subscriptions among them. */
export function getTopicAttributes(
  kernel: Kernel,
  topics: Topics,
): Operation<{ readonly TopicArn: string }, { Attributes: Map<string, string> }> {
  return {
    name: "GetTopicAttributes",
    checkInput: snsInput({ TopicArn: text() }),
    traced: false,
    access: (input) => [{ action: "sns:GetTopicAttributes", resource: String(input.TopicArn) }],
    run: (input) => ({ Attributes: reportTopic(requireTopic(topics, input.TopicArn), kernel.accountId) }),
  };
}
