import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { requireTopic } from "../lookup";
import { snsInput } from "../members";
import { pageOf } from "../page";
import type { Topics } from "../state";
import { type SubscriptionSummary, summarize } from "../subscription-summary";

interface Input {
  readonly TopicArn: string;
  readonly NextToken?: string;
}

interface Output {
  readonly Subscriptions: readonly SubscriptionSummary[];
  readonly NextToken?: string;
}

/** Lists the subscriptions of a topic. */
export function listSubscriptionsByTopic(kernel: Kernel, topics: Topics): Operation<Input, Output> {
  return {
    name: "ListSubscriptionsByTopic",
    checkInput: snsInput({ TopicArn: text(), NextToken: text() }),
    traced: false,
    access: (input) => [{ action: "sns:ListSubscriptionsByTopic", resource: String(input.TopicArn) }],
    run({ TopicArn, NextToken }) {
      const { subscriptions } = requireTopic(topics, TopicArn);
      const { items, next } = pageOf([...subscriptions.values()], NextToken);
      return { Subscriptions: items.map((one) => summarize(one, kernel.accountId)), ...next };
    },
  };
}
