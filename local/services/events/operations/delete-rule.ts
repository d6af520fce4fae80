import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { Buses } from "../buses";
import { eventsInput, ruleMembers } from "../members";
import { deleteRule as remove, ruleArn } from "../rule-changes";
import type { Scheduler } from "../schedule/scheduler";
import { type RuleReference, ruleAccess } from "./rule-reference";

/** Deletes a rule without targets; a rule that does not exist is fine. */
export function deleteRule(
  kernel: Kernel,
  buses: Buses,
  scheduler: Scheduler,
): Operation<RuleReference, object> {
  return {
    name: "DeleteRule",
    checkInput: eventsInput(ruleMembers),
    access: ({ Name, EventBusName }) => ruleAccess(kernel, "events:DeleteRule", Name, EventBusName),
    run({ Name, EventBusName }) {
      const bus = buses.get(EventBusName);
      remove(bus, Name);
      scheduler.update(ruleArn(kernel, bus.name, Name));
      return {};
    },
  };
}
