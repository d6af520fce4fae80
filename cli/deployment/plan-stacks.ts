import { inOrder } from "../terraform/in-order";
import { changedOutputs, isEmpty } from "../terraform/plan-json";
import { type PlanOptions, planStack, planText, type SavedPlan, TerraformFailure } from "./plan-stack";
import type { StackFolder } from "./stack-folders";
import type { State, StateStore } from "./state-store";

/** Which version of a state a plan is based on; `null` when the stack was never applied. */
export type StateVersion = { readonly lineage: string; readonly serial: number } | null;

/** What became of planning a stack. */
export type StackPlan =
  | {
      readonly kind: "planned";
      readonly saved: SavedPlan;
      /** The plan as terraform prints it. */
      readonly text: string;
      readonly state: StateVersion;
    }
  /** It reads outputs that only applying these stacks will tell. */
  | { readonly kind: "known-after"; readonly upstream: readonly string[]; readonly state: StateVersion }
  | { readonly kind: "failed"; readonly error: string };

/** What became of a stack when planning succeeded. */
export type PlannedOrUnknown = Exclude<StackPlan, { kind: "failed" }>;

/** What planning needs, and who is told. */
export interface PlanStacksOptions extends PlanOptions {
  readonly store: StateStore;
  readonly told: (stack: string, what: string) => void;
}

/**
 * Plans initialized stacks in the order of their dependencies, side by side where it can. A stack is not planned on
 * outputs that the same round would change.
 */
export async function planStacks(
  stacks: readonly StackFolder[],
  options: PlanStacksOptions,
): Promise<ReadonlyMap<string, StackPlan>> {
  const plans = new Map<string, StackPlan>();
  const nameOf = ({ name }: StackFolder) => name;
  const upstreamOf = ({ reads, dependencies }: StackFolder) => [...reads.keys(), ...dependencies];
  await inOrder(stacks, nameOf, upstreamOf, async (stack) => {
    plans.set(stack.name, await planOne(stack, plans, options));
  });
  return plans;
}

async function planOne(
  stack: StackFolder,
  plans: ReadonlyMap<string, StackPlan>,
  options: PlanStacksOptions,
): Promise<StackPlan> {
  const { store, told, environment } = options;
  const failed = [...stack.reads.keys()].filter((upstream) => plans.get(upstream)?.kind === "failed");
  if (failed.length > 0)
    return { kind: "failed", error: `not planned, for ${failed.join(", ")} could not be` };

  // Read before the plan: should the state move meanwhile, the apply notices.
  const state = await store.state(stack.name);
  const unknown = await unknownUpstream(stack, plans, store);
  if (unknown.length > 0) {
    told(stack.name, `known after ${unknown.join(", ")}`);
    return { kind: "known-after", upstream: unknown, state: versionOf(state) };
  }
  told(stack.name, "planning");
  try {
    const saved = await planStack(stack, options);
    const text = isEmpty(saved.plan) ? "No changes." : await planText(stack, environment);
    told(stack.name, "planned");
    return { kind: "planned", saved, text, state: versionOf(state) };
  } catch (error) {
    if (!(error instanceof TerraformFailure)) throw error;
    told(stack.name, "failed");
    return { kind: "failed", error: error.message };
  }
}

/** The stacks that have to be applied before all that this one reads is known. */
async function unknownUpstream(
  stack: StackFolder,
  plans: ReadonlyMap<string, StackPlan>,
  store: StateStore,
): Promise<readonly string[]> {
  const unknown: string[] = [];
  for (const [upstream, outputs] of stack.reads) {
    const plan = plans.get(upstream);
    const missing =
      plan?.kind === "planned"
        ? changedOutputs(plan.saved.plan)
        : plan === undefined
          ? absentOutputs(outputs, await store.state(upstream))
          : outputs;
    if (outputs.some((output) => missing.includes(output))) unknown.push(upstream);
  }
  return unknown;
}

function absentOutputs(outputs: readonly string[], state: State | undefined): readonly string[] {
  return outputs.filter((output) => state?.outputs[output] === undefined);
}

/** The version of a state. */
export function versionOf(state: State | undefined): StateVersion {
  return state === undefined ? null : { lineage: state.lineage, serial: state.serial };
}
