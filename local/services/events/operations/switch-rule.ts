import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { Buses } from "../buses";
import { eventsInput, ruleMembers } from "../members";
import { changeRule } from "../rule-changes";
import type { Scheduler } from "../schedule/scheduler";
import { type RuleReference, ruleAccess } from "./rule-reference";

/** EnableRule and DisableRule: lets a rule work, or not. */
export function switchRule(
  kernel: Kernel,
  buses: Buses,
  scheduler: Scheduler,
  name: "EnableRule" | "DisableRule",
): Operation<RuleReference, object> {
  const state = name === "EnableRule" ? "ENABLED" : "DISABLED";
  return {
    name,
    checkInput: eventsInput(ruleMembers),
    access: ({ Name, EventBusName }) => ruleAccess(kernel, `events:${name}`, Name, EventBusName),
    run({ Name, EventBusName }) {
      const { bus, rule } = buses.rule(Name, EventBusName);
      changeRule(bus, rule, { state });
      scheduler.update(rule.arn);
      return {};
    },
  };
}
