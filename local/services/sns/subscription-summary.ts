import type { Subscription } from "./state";

/** A subscription as lists show it. */
export interface SubscriptionSummary {
  readonly SubscriptionArn: string;
  readonly Owner: string;
  readonly Protocol: string;
  readonly Endpoint: string;
  readonly TopicArn: string;
}

/** How lists show a subscription: one that is not confirmed without its ARN. */
export function summarize(subscription: Subscription, accountId: string): SubscriptionSummary {
  return {
    SubscriptionArn: subscription.token === undefined ? subscription.arn : "PendingConfirmation",
    Owner: accountId,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: subscription.topicArn,
  };
}
