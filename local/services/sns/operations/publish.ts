import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import { onlyModelled } from "../../../kernel/members";
import type { Operation } from "../../../kernel/operation";
import type { Deliveries } from "../delivery";
import { requireTopic } from "../lookup";
import { messageMembers, snsInput } from "../members";
import { compose, type OutgoingMessage } from "../publication";
import type { Topics } from "../state";

interface Input extends OutgoingMessage {
  readonly TopicArn?: string;
  readonly TargetArn?: string;
}

const MODELLED = [
  "TopicArn",
  "TargetArn",
  "Message",
  "Subject",
  "MessageStructure",
  "MessageAttributes",
  "MessageGroupId",
  "MessageDeduplicationId",
];

/** Publishes a message to the subscribers of a topic. */
export function publish(
  kernel: Kernel,
  topics: Topics,
  deliveries: Deliveries,
): Operation<Input, { MessageId: string }> {
  return {
    name: "Publish",
    checkInput: snsInput({ TopicArn: text(), TargetArn: text(), ...messageMembers }),
    access: ({ TopicArn, TargetArn }) => [{ action: "sns:Publish", resource: String(TopicArn ?? TargetArn) }],
    run(input, call) {
      onlyModelled("sns:Publish", input, MODELLED);
      const topic = requireTopic(topics, input.TopicArn ?? input.TargetArn);
      const publication = compose(kernel, topic.arn, input, call);
      deliveries.fanOut(publication);
      return { MessageId: publication.messageId };
    },
  };
}
