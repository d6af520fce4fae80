import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { Buses } from "../buses";
import { eventsInput, ruleMembers } from "../members";
import { ruleSummary } from "../rule-summary";
import { type RuleReference, ruleAccess } from "./rule-reference";

/** Shows a rule. */
export function describeRule(kernel: Kernel, buses: Buses): Operation<RuleReference, object> {
  return {
    name: "DescribeRule",
    checkInput: eventsInput(ruleMembers),
    traced: false,
    access: ({ Name, EventBusName }) => ruleAccess(kernel, "events:DescribeRule", Name, EventBusName),
    run({ Name, EventBusName }) {
      const { rule } = buses.rule(Name, EventBusName);
      return { ...ruleSummary(rule), CreatedBy: kernel.accountId };
    },
  };
}
