import { readCostNote } from "../cost/read-cost-note";
import type { PlannedOrUnknown } from "../deployment/plan-stacks";
import type { EnvironmentValues } from "../environment-values";
import { guardPlan, type Objection, unusedAllowances } from "../guards/guard-plan";
import type { SourceTree } from "../plan-bundle/source-tree";
import { type StackSummary, type Summary, sortStacks, summarizeStack, summarizeUnknown } from "./summary";

/**
 * Sums up the plans of an environment, has the guards look at them and estimates what changes in its costs.
 * @param outdir - the folder of the synthesized stacks
 * @param notes - what to know besides
 */
export async function summarizePlans(
  outdir: string,
  values: EnvironmentValues,
  { commit, dirty }: Pick<SourceTree, "commit" | "dirty">,
  plans: ReadonlyMap<string, PlannedOrUnknown>,
  notes: readonly string[],
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
    cost: readCostNote(outdir, values.name, savedPlans(plans)),
    notes: [...notes, ...unneeded(values, plans)],
  };
}

/** All that terraform says of each plan, which is more than the rest of the summary needs. */
function savedPlans(plans: ReadonlyMap<string, PlannedOrUnknown>): ReadonlyMap<string, unknown> {
  return new Map(
    [...plans].flatMap(([stack, outcome]) =>
      outcome.kind === "planned" ? [[stack, JSON.parse(outcome.saved.json) as unknown] as const] : [],
    ),
  );
}

function unneeded(
  values: EnvironmentValues,
  plans: ReadonlyMap<string, PlannedOrUnknown>,
): readonly string[] {
  const planned = [...plans].flatMap(([stack, outcome]) =>
    outcome.kind === "planned" ? [{ stack, plan: outcome.saved.plan }] : [],
  );
  return unusedAllowances(planned, values.allowDestroy).map(
    (entry) =>
      `allowDestroy in environments/${values.name}.ts names ${entry}, which nothing destroys: take it out.`,
  );
}
