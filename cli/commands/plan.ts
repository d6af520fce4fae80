import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isBootstrapStack } from "../bootstrap-stacks";
import { CliError } from "../cli-error";
import { type PlannedOrUnknown, planStacks, type StateVersion, versionOf } from "../deployment/plan-stacks";
import { copyStacks, initialize, type StackFolder, selectStacks } from "../deployment/stack-folders";
import { explainWithoutCode, stacksWithoutCode } from "../deployment/stacks-without-code";
import { StateStore } from "../deployment/state-store";
import { openTarget, type Target, type TargetOptions } from "../deployment/target";
import { terraformEnvironment } from "../deployment/terraform-environment";
import { STOPPED_BY_GUARD } from "../exit-codes";
import { type BundledStack, PLAN_JSON } from "../plan-bundle/manifest";
import { sourceTree } from "../plan-bundle/source-tree";
import { writeBundle } from "../plan-bundle/write-bundle";
import { renderMarkdown, renderTable } from "../plan-summary/render";
import { summarizePlans } from "../plan-summary/summarize-plans";
import { type Progress, startProgress } from "../progress";
import { stopSignal } from "../stop-signal";
import { readManifest } from "../synthesized-stacks";

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
  const target = await openTarget(root, folder, options, progress);
  const { outdir, values, terraform } = target;

  const workdir = join(folder, "bundle");
  rmSync(workdir, { recursive: true, force: true });
  const asked = selectStacks(outdir, environment, options.stacks);
  const stacks = copyStacks(
    outdir,
    join(workdir, "stacks"),
    asked.filter(({ name }) => !isBootstrapStack(name)),
  );
  copyFileSync(join(outdir, "environments.json"), join(workdir, "environments.json"));
  const { plans, upstream, withoutCode } = await planAll(root, stacks, target, progress);
  for (const { name, folder } of stacks) keepPlan(folder, plans.get(name));
  const notes = [
    ...withoutCode.map(explainWithoutCode),
    ...(options.synthesized === undefined
      ? []
      : [`The stacks were taken from ${options.synthesized}, not synthesized from these sources.`]),
  ];
  const summary = await summarizePlans(outdir, values, source, plans, notes);
  const stopped = summary.objections.length > 0;
  writeFileSync(join(workdir, "summary.json"), `${JSON.stringify(summary, undefined, 2)}\n`);
  writeFileSync(join(workdir, "summary.md"), renderMarkdown(summary));

  const bundle = resolve(options.out ?? join(root, "build", "plans", `${environment}.tar.gz`));
  const digest = await writeBundle(
    workdir,
    {
      format: 1,
      environment,
      ...source,
      createdAt: new Date().toISOString(),
      terraform,
      stopped,
      stacks: stacks.map((stack) => bundled(stack, plans.get(stack.name))),
      upstream,
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

/** What a round of planning found out. */
interface PlannedEnvironment {
  readonly plans: ReadonlyMap<string, PlannedOrUnknown>;
  /** Versions of the states that are read, but not planned. */
  readonly upstream: Readonly<Record<string, StateVersion>>;
  /** Stacks that are applied, but no longer in the sources. */
  readonly withoutCode: readonly string[];
}

async function planAll(
  root: string,
  stacks: readonly StackFolder[],
  { outdir, values }: Target,
  progress: Progress,
): Promise<PlannedEnvironment> {
  const environment = terraformEnvironment(root);
  const store = new StateStore(values);
  const stop = stopSignal("Stopping.");
  try {
    const all = readManifest(outdir).map(({ name }) => name);
    const withoutCode = await stacksWithoutCode(store, all);
    const upstream = await versionsRead(stacks, store);
    await initialize(stacks, environment, (stack) => progress(stack, "initializing"));
    const plans = await planStacks(stacks, { environment, store, told: progress, signal: stop.signal });
    const failures = [...plans].flatMap(([stack, outcome]) =>
      outcome.kind === "failed" ? [`${stack}:\n\n${outcome.error}`] : [],
    );
    if (failures.length > 0) throw new CliError(`Not everything can be planned.\n\n${failures.join("\n\n")}`);
    return { plans: plans as ReadonlyMap<string, PlannedOrUnknown>, upstream, withoutCode };
  } finally {
    stop.release();
    store.close();
  }
}

async function versionsRead(
  stacks: readonly StackFolder[],
  store: StateStore,
): Promise<Readonly<Record<string, StateVersion>>> {
  const planned = stacks.map(({ name }) => name);
  const read = new Set(
    stacks.flatMap(({ reads }) => [...reads.keys()]).filter((name) => !planned.includes(name)),
  );
  const versions = [...read].map(async (name) => [name, versionOf(await store.state(name))] as const);
  return Object.fromEntries(await Promise.all(versions));
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
