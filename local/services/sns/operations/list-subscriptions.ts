import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { snsInput } from "../members";
import { pageOf } from "../page";
import type { Topics } from "../state";
import { type SubscriptionSummary, summarize } from "../subscription-summary";

interface Output {
  readonly Subscriptions: readonly SubscriptionSummary[];
  readonly NextToken?: string;
}

/** Lists the subscriptions of all topics. */
export function listSubscriptions(
  kernel: Kernel,
  topics: Topics,
): Operation<{ readonly NextToken?: string }, Output> {
  return {
    name: "ListSubscriptions",
    checkInput: snsInput({ NextToken: text() }),
    traced: false,
    access: () => [{ action: "sns:ListSubscriptions", resource: "*" }],
    run({ NextToken }) {
      const all = topics.all().flatMap(({ subscriptions }) => [...subscriptions.values()]);
      const { items, next } = pageOf(all, NextToken);
      return { Subscriptions: items.map((one) => summarize(one, kernel.accountId)), ...next };
    },
  };
}
