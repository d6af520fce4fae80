import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { invalidParameter } from "../errors";
import { requireTopic } from "../lookup";
import { snsInput } from "../members";
import type { Topics } from "../state";

interface Input {
  readonly TopicArn: string;
  readonly Token: string;
}

/** Confirms the subscription of an email address by the token that was printed for it. */
export function confirmSubscription(topics: Topics): Operation<Input, { SubscriptionArn: string }> {
  return {
    name: "ConfirmSubscription",
    checkInput: snsInput({ TopicArn: text(), Token: text() }),
    access: (input) => [{ action: "sns:ConfirmSubscription", resource: String(input.TopicArn) }],
    run({ TopicArn, Token }) {
      for (const subscription of requireTopic(topics, TopicArn).subscriptions.values()) {
        if (subscription.token === undefined || subscription.token !== Token) continue;
        subscription.token = undefined;
        return { SubscriptionArn: subscription.arn };
      }
      throw invalidParameter("Token");
    },
  };
}
