import type { Operation } from "../../../kernel/operation";
import type { Topics } from "../state";

/** Ends a subscription; one that is gone already, too. */
export function unsubscribe(topics: Topics): Operation<{ readonly SubscriptionArn: string }, object> {
  return {
    name: "Unsubscribe",
    access: () => [{ action: "sns:Unsubscribe", resource: "*" }],
    run(input) {
      const subscription = topics.findSubscription(String(input.SubscriptionArn));
      if (subscription !== undefined) {
        topics.find(subscription.topicArn)?.subscriptions.delete(subscription.arn);
      }
      return {};
    },
  };
}
