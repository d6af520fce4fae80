import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { requireTopic } from "../lookup";
import { snsInput } from "../members";
import type { Topics } from "../state";
import { setTopicAttribute } from "../topic-attributes";

interface Input {
  readonly TopicArn: string;
  readonly AttributeName: string;
  readonly AttributeValue?: string;
}

/** Sets one attribute of a topic. */
export function setTopicAttributes(topics: Topics): Operation<Input, object> {
  return {
    name: "SetTopicAttributes",
    checkInput: snsInput({ TopicArn: text(), AttributeName: text(), AttributeValue: text() }),
    access: (input) => [{ action: "sns:SetTopicAttributes", resource: String(input.TopicArn) }],
    run({ TopicArn, AttributeName, AttributeValue = "" }) {
      setTopicAttribute(requireTopic(topics, TopicArn), AttributeName, AttributeValue);
      return {};
    },
  };
}
