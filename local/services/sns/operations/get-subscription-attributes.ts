import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { requireSubscription } from "../lookup";
import { snsInput } from "../members";
import type { Topics } from "../state";
import { reportSubscription } from "../subscription-attributes";

/** Gives the attributes of a subscription. */
export function getSubscriptionAttributes(
  kernel: Kernel,
  topics: Topics,
): Operation<{ readonly SubscriptionArn: string }, { Attributes: Map<string, string> }> {
  return {
    name: "GetSubscriptionAttributes",
    checkInput: snsInput({ SubscriptionArn: text() }),
    traced: false,
    access: () => [{ action: "sns:GetSubscriptionAttributes", resource: "*" }],
    run: (input) => ({
      Attributes: reportSubscription(requireSubscription(topics, input.SubscriptionArn), kernel.accountId),
    }),
  };
}
