import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { requireSubscription } from "../lookup";
import { snsInput } from "../members";
import type { Topics } from "../state";
import { readSubscriptionAttributes } from "../subscription-attributes";

interface Input {
  readonly SubscriptionArn: string;
  readonly AttributeName: string;
  readonly AttributeValue?: string;
}

/** Sets one attribute of a subscription. */
export function setSubscriptionAttributes(topics: Topics): Operation<Input, object> {
  return {
    name: "SetSubscriptionAttributes",
    checkInput: snsInput({ SubscriptionArn: text(), AttributeName: text(), AttributeValue: text() }),
    access: () => [{ action: "sns:SetSubscriptionAttributes", resource: "*" }],
    run({ SubscriptionArn, AttributeName, AttributeValue = "" }) {
      const subscription = requireSubscription(topics, SubscriptionArn);
      const attributes = { ...subscription.attributes, [AttributeName]: AttributeValue };
      subscription.settings = readSubscriptionAttributes(attributes, subscription.protocol, "");
      subscription.attributes = attributes;
      return {};
    },
  };
}
