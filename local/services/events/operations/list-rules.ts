import type { Operation } from "../../../kernel/operation";
import type { Buses } from "../buses";
import { busReference, eventsInput, pageMembers, ruleName } from "../members";
import { type PageRequest, pageOf } from "../page";
import { ruleSummary } from "../rule-summary";

interface Input extends PageRequest {
  readonly NamePrefix?: string;
  readonly EventBusName?: string;
}

/** Lists the rules of a bus by name. */
export function listRules(buses: Buses): Operation<Input, object> {
  return {
    name: "ListRules",
    checkInput: eventsInput({ NamePrefix: ruleName, EventBusName: busReference, ...pageMembers }),
    traced: false,
    access: () => [{ action: "events:ListRules", resource: "*" }],
    run(input) {
      const { NamePrefix: prefix = "", EventBusName } = input;
      const rules = [...buses.get(EventBusName).rules.values()]
        .filter(({ name }) => name.startsWith(prefix))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const { items, next } = pageOf(rules, input);
      return { Rules: items.map(ruleSummary), ...next };
    },
  };
}
