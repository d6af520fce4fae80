import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isBootstrapStack } from "../bootstrap-stacks";
import { CliError } from "../cli-error";
import { type PlannedOrUnknown, planStacks } from "../deployment/plan-stacks";
import { copyStacks, initialize, type StackFolder, selectStacks } from "../deployment/stack-folders";
import { StateStore } from "../deployment/state-store";
import { openTarget, type TargetOptions } from "../deployment/target";
import { terraformEnvironment } from "../deployment/terraform-environment";
import type { EnvironmentValues } from "../environment-values";
import { STOPPED_BY_GUARD } from "../exit-codes";
import { type BundledStack, PLAN_JSON } from "../plan-bundle/manifest";
import { sourceTree } from "../plan-bundle/source-tree";
import { writeBundle } from "../plan-bundle/write-bundle";
import { renderMarkdown, renderTable } from "../plan-summary/render";
import { summarizePlans } from "../plan-summary/summarize-plans";
import { type Progress, startProgress } from "../progress";

/** What `plan` is asked to do. */
export interface PlanCommandOptions extends TargetOptions {
  /** The stacks to plan; all of the system's when empty. */
  readonly stacks: readonly string[];
  /** Where the bundle goes; absent for `build/plans/<environment>.tar.gz`. */
  readonly out: string | undefined;
  readonly json: boolean;
}

/**
 * Plans the stacks of an environment and writes the plan bundle.
 * @param root - the folder of the project
 * @returns the exit code: 0, or 5 when a guard stopped the plan
 * @throws CliError when a stack cannot be planned, or the credentials are another account's
 */
export async function plan(root: string, options: PlanCommandOptions): Promise<number> {
  const { environment } = options;
  const progress = startProgress();
  const source = await sourceTree(root);
  const folder = join(root, "build", "plan", environment);
  const { outdir, values, terraform } = await openTarget(root, folder, options, progress);
  const asked = selectStacks(outdir, environment, options.stacks).filter(
    ({ name }) => !isBootstrapStack(name),
  );

  const workdir = join(folder, "bundle");
  rmSync(workdir, { recursive: true, force: true });
  const stacks = copyStacks(outdir, join(workdir, "stacks"), asked);
  copyFileSync(join(outdir, "environments.json"), join(workdir, "environments.json"));
  const plans = await planAll(root, stacks, values, progress);
  for (const { name, folder } of stacks) keepPlan(folder, plans.get(name));
  const summary = await summarizePlans(outdir, values, source, plans);
  const stopped = summary.objections.length > 0;
  writeFileSync(join(workdir, "summary.json"), `${JSON.stringify(summary, undefined, 2)}\n`);
  writeFileSync(join(workdir, "summary.md"), renderMarkdown(summary));

  const bundle = resolve(options.out ?? join(root, "build", "plans", `${environment}.tar.gz`));
  const digest = await writeBundle(
    workdir,
    {
      format: 1,
      environment,
      accountId: values.accountId,
      region: values.region,
      stateBucket: values.stateBucket,
      ...source,
      createdAt: new Date().toISOString(),
      terraform,
      stopped,
      stacks: stacks.map((stack) => bundled(stack, plans.get(stack.name))),
    },
    bundle,
  );
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ bundle, digest, stopped, ...summary })}\n`
      : `${renderTable(summary)}\nbundle  ${bundle}\ndigest  ${digest}\n`,
  );
  return stopped ? STOPPED_BY_GUARD : 0;
}

async function planAll(
  root: string,
  stacks: readonly StackFolder[],
  values: EnvironmentValues,
  progress: Progress,
): Promise<ReadonlyMap<string, PlannedOrUnknown>> {
  const environment = terraformEnvironment(root);
  const store = new StateStore(values);
  try {
    await initialize(stacks, environment, (stack) => progress(stack, "initializing"));
    const plans = await planStacks(stacks, { environment, store, told: progress });
    const failures = [...plans].flatMap(([stack, outcome]) =>
      outcome.kind === "failed" ? [`${stack}:\n\n${outcome.error}`] : [],
    );
    if (failures.length > 0) throw new CliError(`Not everything can be planned.\n\n${failures.join("\n\n")}`);
    return plans as ReadonlyMap<string, PlannedOrUnknown>;
  } finally {
    store.close();
  }
}

/** Terraform itself has left the saved plan in the folder. */
function keepPlan(folder: string, outcome: PlannedOrUnknown | undefined): void {
  if (outcome?.kind === "planned") writeFileSync(join(folder, PLAN_JSON), outcome.saved.json);
}

function bundled(
  { name, dependencies, reads }: StackFolder,
  outcome: PlannedOrUnknown | undefined,
): BundledStack {
  return {
    name,
    dependencies: [...new Set([...dependencies, ...reads.keys()])],
    knownAfter: outcome?.kind === "known-after" ? [...outcome.upstream] : [],
    state: outcome?.state ?? null,
  };
}
