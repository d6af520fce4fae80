import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { checkArn } from "../lookup";
import { snsInput } from "../members";
import type { Topics } from "../state";

/** Ends a subscription; one that is gone already, too. */
export function unsubscribe(topics: Topics): Operation<{ readonly SubscriptionArn: string }, object> {
  return {
    name: "Unsubscribe",
    checkInput: snsInput({ SubscriptionArn: text() }),
    access: () => [{ action: "sns:Unsubscribe", resource: "*" }],
    run(input) {
      checkArn(input.SubscriptionArn, "SubscriptionArn");
      const subscription = topics.findSubscription(input.SubscriptionArn);
      if (subscription !== undefined) {
        topics.find(subscription.topicArn)?.subscriptions.delete(subscription.arn);
      }
      return {};
    },
  };
}
