import { join } from "node:path";
import { ask, canAsk } from "../approval";
import { isBootstrapStack } from "../bootstrap-stacks";
import { CliError } from "../cli-error";
import {
  LOCK_TIMEOUT,
  type PlanOptions,
  planStack,
  SAVED_PLAN,
  TerraformFailure,
} from "../deployment/plan-stack";
import { copyStacks, initialize, type StackFolder, selectStacks } from "../deployment/stack-folders";
import { explainWithoutCode, stacksWithoutCode } from "../deployment/stacks-without-code";
import { StateStore } from "../deployment/state-store";
import { openTarget, type TargetOptions } from "../deployment/target";
import { terraformEnvironment } from "../deployment/terraform-environment";
import { NEEDS_APPROVAL } from "../exit-codes";
import { lossOf } from "../guards/guard-plan";
import { type Progress, startProgress } from "../progress";
import { stopSignal } from "../stop-signal";
import { inOrder } from "../terraform/in-order";
import { changesOf, type TerraformPlan } from "../terraform/plan-json";
import { runJob } from "../terraform/terraform-job";

/** What `destroy` is asked to do. */
export interface DestroyCommandOptions extends TargetOptions {
  /** The environment's name once more, for scripts; absent to ask at the terminal. */
  readonly confirm: string | undefined;
  readonly json: boolean;
}

/** A stack with what destroying it does. */
interface Doomed {
  readonly stack: StackFolder;
  readonly plan: TerraformPlan;
}

/**
 * Destroys the stacks of an environment, those first that nothing depends on. State bucket and pipeline stay.
 * @param root - the folder of the project
 * @throws CliError when the environment's data is protected, nobody confirms, or terraform fails
 */
export async function destroy(root: string, options: DestroyCommandOptions): Promise<void> {
  const { environment } = options;
  const told = startProgress();
  const folder = join(root, "build", "destroy", environment);
  const { outdir, values } = await openTarget(root, folder, options, told);
  if (values.deletionProtection) throw new CliError(protection(environment));
  const every = selectStacks(outdir, environment, []);
  const asked = every.filter(({ name }) => !isBootstrapStack(name));
  const all = copyStacks(outdir, join(folder, "stacks"), asked);
  const terraform = terraformEnvironment(root);
  const store = new StateStore(values);
  const stop = stopSignal("Stopping: what is under way is finished, nothing else is begun.");
  try {
    const withoutCode = await stacksWithoutCode(
      store,
      every.map(({ name }) => name),
    );
    if (withoutCode.length > 0) {
      throw new CliError(
        `${withoutCode.map(explainWithoutCode).join("\n")}\nNothing was touched, for they would be left behind.`,
      );
    }
    const stacks = await applied(all, store);
    const doomed = await planDestruction(stacks, { environment: terraform, signal: stop.signal }, told);
    if (doomed.some(({ plan }) => isProtected(plan))) throw new CliError(protection(environment));
    if (doomed.length > 0) {
      process.stderr.write(await announcement(environment, doomed, values.region));
      await requireConfirmation(environment, options.confirm, stop.signal);
      await destroyAll(doomed, terraform, stop.signal, told);
    }
    process.stdout.write(options.json ? json(environment, doomed) : ending(environment, doomed));
  } finally {
    stop.release();
    store.close();
  }
}

function protection(environment: string): string {
  return `${environment} is protected. To take it down, set deletionProtection in environments/${environment}.ts to false, apply that, and destroy then. Nothing was touched.`;
}

/** Whether anything of what is deployed refuses to be deleted, whatever the values say by now. */
function isProtected(plan: TerraformPlan): boolean {
  return changesOf(plan).some(({ change }) => {
    const { deletion_protection_enabled: table, deletion_protection: pool } = (change.before ?? {}) as Record<
      string,
      unknown
    >;
    return table === true || pool === "ACTIVE";
  });
}

function json(environment: string, doomed: readonly Doomed[]): string {
  const stacks = doomed.map(({ stack, plan }) => ({ name: stack.name, destroyed: changesOf(plan).length }));
  return `${JSON.stringify({ environment, stacks })}\n`;
}

function ending(environment: string, doomed: readonly Doomed[]): string {
  if (doomed.length === 0) return `Nothing of ${environment} is applied.\n`;
  return `${environment} is gone. State bucket and pipeline are still there.\n`;
}

async function applied(all: readonly StackFolder[], store: StateStore): Promise<readonly StackFolder[]> {
  const states = await Promise.all(all.map(({ name }) => store.state(name)));
  return all.filter((_, index) => states[index]?.resources.some(({ mode }) => mode === "managed"));
}

async function planDestruction(
  stacks: readonly StackFolder[],
  options: PlanOptions,
  told: Progress,
): Promise<readonly Doomed[]> {
  await initialize(stacks, options.environment, (stack) => told(stack, "initializing"));
  const planned = await Promise.allSettled(
    stacks.map(async (stack): Promise<Doomed> => {
      told(stack.name, "planning");
      const { plan } = await planStack(stack, { ...options, flags: ["-destroy"] }).catch(explain(stack));
      return { stack, plan };
    }),
  );
  return planned.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

async function announcement(environment: string, doomed: readonly Doomed[], region: string): Promise<string> {
  const total = doomed.reduce((sum, { plan }) => sum + changesOf(plan).length, 0);
  const losses: string[] = [];
  for (const { stack, plan } of doomed) {
    for (const change of changesOf(plan)) {
      const loss = await lossOf(change, region);
      if (loss !== undefined) losses.push(`  ${stack.name}/${change.address}: ${loss}`);
    }
  }
  const lost = losses.length === 0 ? "" : `\n\nWhat is lost for good:\n\n${losses.join("\n")}`;
  return `${total} resources of ${environment} would be destroyed.${lost}\n\n`;
}

async function requireConfirmation(
  environment: string,
  confirm: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (confirm === environment) return;
  const wanted = `--confirm ${environment}`;
  if (confirm !== undefined) {
    throw new CliError(
      `--confirm is "${confirm}"; to destroy ${environment} it has to be ${wanted}. Nothing was touched.`,
    );
  }
  if (!canAsk())
    throw new CliError(
      `Nobody can be asked here; say it with ${wanted}. Nothing was touched.`,
      NEEDS_APPROVAL,
    );
  if (await ask(`Type "${environment}" to destroy it: `, environment, signal)) return;
  throw new CliError("Nothing was touched.", NEEDS_APPROVAL);
}

async function destroyAll(
  doomed: readonly Doomed[],
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  told: Progress,
): Promise<void> {
  const dependents = ({ stack }: Doomed) =>
    doomed.filter((other) => dependsOn(other.stack, stack.name)).map((other) => other.stack.name);
  await inOrder(
    doomed,
    ({ stack }) => stack.name,
    dependents,
    async ({ stack }) => {
      if (signal.aborted) throw new CliError(`Stopped before ${stack.name}. Run the command again to go on.`);
      told(stack.name, "destroying");
      const { exitCode, errors } = await runJob(["apply", LOCK_TIMEOUT, SAVED_PLAN], {
        folder: stack.folder,
        environment,
        signal,
      });
      if (exitCode !== 0) explain(stack)(new TerraformFailure(errors));
      told(stack.name, "destroyed");
    },
  );
}

function dependsOn({ dependencies, reads }: StackFolder, name: string): boolean {
  return dependencies.includes(name) || reads.has(name);
}

function explain({ name }: StackFolder): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof TerraformFailure)) throw error;
    throw new CliError(`${name} cannot be destroyed:\n\n${error.message}\n\nRun the command again to go on.`);
  };
}
