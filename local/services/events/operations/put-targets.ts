import { listOf } from "../../../input-shape/containers";
import { required } from "../../../input-shape/member";
import type { Kernel } from "../../../kernel/kernel";
import { onlyModelled } from "../../../kernel/members";
import type { Operation } from "../../../kernel/operation";
import type { Buses } from "../buses";
import { busReference, eventsInput, ruleName, targetMember } from "../members";
import type { Target } from "../target";
import { putTargets as put } from "../target-changes";
import { ruleAccess } from "./rule-reference";

interface Input {
  readonly Rule: string;
  readonly EventBusName?: string;
  readonly Targets: readonly Target[];
}

interface Output {
  readonly FailedEntryCount: number;
  readonly FailedEntries: readonly object[];
}

const MODELLED = [
  "Id",
  "Arn",
  "RoleArn",
  "Input",
  "InputPath",
  "InputTransformer",
  "SqsParameters",
  "DeadLetterConfig",
  "RetryPolicy",
];

/** Adds targets to a rule; one of the same id is replaced. */
export function putTargets(kernel: Kernel, buses: Buses): Operation<Input, Output> {
  return {
    name: "PutTargets",
    checkInput: eventsInput({
      Rule: required(ruleName),
      EventBusName: busReference,
      Targets: required(listOf(targetMember, { least: 1, most: 100 })),
    }),
    access: ({ Rule, EventBusName }) => ruleAccess(kernel, "events:PutTargets", Rule, EventBusName),
    run({ Rule, EventBusName, Targets = [] }) {
      for (const target of Targets) onlyModelled("events:PutTargets", target, MODELLED);
      const { bus, rule } = buses.rule(Rule, EventBusName);
      put(kernel, bus, rule, Targets);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };
}
