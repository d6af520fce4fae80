import { required } from "../../../input-shape/member";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { Buses } from "../buses";
import { busReference, eventsInput, pageMembers, ruleName } from "../members";
import { type PageRequest, pageOf } from "../page";
import { ruleAccess } from "./rule-reference";

interface Input extends PageRequest {
  readonly Rule: string;
  readonly EventBusName?: string;
}

/** Lists the targets of a rule. */
export function listTargetsByRule(kernel: Kernel, buses: Buses): Operation<Input, object> {
  return {
    name: "ListTargetsByRule",
    checkInput: eventsInput({ Rule: required(ruleName), EventBusName: busReference, ...pageMembers }),
    traced: false,
    access: ({ Rule, EventBusName }) => ruleAccess(kernel, "events:ListTargetsByRule", Rule, EventBusName),
    run(input) {
      const { rule } = buses.rule(input.Rule, input.EventBusName);
      const { items, next } = pageOf([...rule.targets.values()], input);
      return { Targets: items.map(({ makeInput: _makeInput, ...target }) => target), ...next };
    },
  };
}
