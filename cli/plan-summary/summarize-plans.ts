import type { PlannedOrUnknown } from "../deployment/plan-stacks";
import type { EnvironmentValues } from "../environment-values";
import { guardPlan, type Objection, unusedAllowances } from "../guards/guard-plan";
import type { SourceTree } from "../plan-bundle/source-tree";
import { type StackSummary, type Summary, sortStacks, summarizeStack, summarizeUnknown } from "./summary";

/** Sums up the plans of an environment and has the guards look at them. */
export async function summarizePlans(
  values: EnvironmentValues,
  { commit, dirty }: Pick<SourceTree, "commit" | "dirty">,
  plans: ReadonlyMap<string, PlannedOrUnknown>,
): Promise<Summary> {
  const stacks: StackSummary[] = [];
  const objections: Objection[] = [];
  for (const [stack, outcome] of plans) {
    if (outcome.kind === "known-after") {
      stacks.push(summarizeUnknown(stack, outcome.upstream));
    } else {
      const { plan } = outcome.saved;
      stacks.push(summarizeStack(stack, plan, outcome.text));
      objections.push(...(await guardPlan({ stack, plan, values })));
    }
  }
  return {
    environment: values.name,
    commit,
    dirty,
    stacks: sortStacks(stacks),
    objections,
    notes: notes(values, plans),
  };
}

function notes(values: EnvironmentValues, plans: ReadonlyMap<string, PlannedOrUnknown>): readonly string[] {
  const planned = [...plans].flatMap(([stack, outcome]) =>
    outcome.kind === "planned" ? [{ stack, plan: outcome.saved.plan }] : [],
  );
  return unusedAllowances(planned, values.allowDestroy).map(
    (entry) =>
      `allowDestroy in environments/${values.name}.ts names ${entry}, which nothing destroys: take it out.`,
  );
}
