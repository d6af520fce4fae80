import { listOf } from "../../../input-shape/containers";
import { required } from "../../../input-shape/member";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { Buses } from "../buses";
import { busReference, eventsInput, ruleName } from "../members";
import { removeTargets as remove } from "../target-changes";
import { ruleAccess } from "./rule-reference";

interface Input {
  readonly Rule: string;
  readonly EventBusName?: string;
  readonly Ids: readonly string[];
}

interface FailedEntry {
  readonly TargetId: string;
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

interface Output {
  readonly FailedEntryCount: number;
  readonly FailedEntries: readonly FailedEntry[];
}

/** Takes targets from a rule. */
export function removeTargets(kernel: Kernel, buses: Buses): Operation<Input, Output> {
  return {
    name: "RemoveTargets",
    checkInput: eventsInput({
      Rule: required(ruleName),
      EventBusName: busReference,
      Ids: required(listOf(ruleName, { least: 1, most: 100 })),
    }),
    access: ({ Rule, EventBusName }) => ruleAccess(kernel, "events:RemoveTargets", Rule, EventBusName),
    run({ Rule, EventBusName, Ids = [] }) {
      const { bus, rule } = buses.rule(Rule, EventBusName);
      const FailedEntries = remove(bus, rule, Ids).map((id) => ({
        TargetId: id,
        ErrorCode: "ResourceNotFoundException",
        ErrorMessage: `Rule '${rule.name}' does not have a target with the Id '${id}'.`,
      }));
      return { FailedEntryCount: FailedEntries.length, FailedEntries };
    },
  };
}
