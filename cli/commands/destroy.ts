import { join } from "node:path";
import { ask, canAsk } from "../approval";
import { isBootstrapStack } from "../bootstrap-stacks";
import { CliError } from "../cli-error";
import { LOCK_TIMEOUT, planStack, SAVED_PLAN, TerraformFailure } from "../deployment/plan-stack";
import { copyStacks, initialize, type StackFolder, selectStacks } from "../deployment/stack-folders";
import { StateStore } from "../deployment/state-store";
import { openTarget, type TargetOptions } from "../deployment/target";
import { terraformEnvironment } from "../deployment/terraform-environment";
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
  if (values.deletionProtection) {
    throw new CliError(
      `${environment} is protected: deletionProtection in environments/${environment}.ts is true. To take it down, set it to false, apply that, and destroy then.`,
    );
  }
  const asked = selectStacks(outdir, environment, []).filter(({ name }) => !isBootstrapStack(name));
  const all = copyStacks(outdir, join(folder, "stacks"), asked);
  const terraform = terraformEnvironment(root);
  const stacks = await applied(all, new StateStore(values));
  if (stacks.length === 0) {
    process.stdout.write(`Nothing of ${environment} is applied.\n`);
    return;
  }
  await initialize(stacks, terraform, (stack) => told(stack, "initializing"));
  const doomed = await Promise.all(
    stacks.map(async (stack): Promise<Doomed> => {
      told(stack.name, "planning");
      const { plan } = await planStack(stack, { environment: terraform, flags: ["-destroy"] }).catch(
        explain(stack),
      );
      return { stack, plan };
    }),
  );
  process.stdout.write(await announcement(environment, doomed, values.region));
  await requireConfirmation(environment, options.confirm);
  await destroyAll(doomed, terraform, told);
  process.stdout.write(`${environment} is gone. State bucket and pipeline are still there.\n`);
}

async function applied(all: readonly StackFolder[], store: StateStore): Promise<readonly StackFolder[]> {
  try {
    const states = await Promise.all(all.map(({ name }) => store.state(name)));
    return all.filter((_, index) => states[index]?.resources.some(({ mode }) => mode === "managed"));
  } finally {
    store.close();
  }
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

async function requireConfirmation(environment: string, confirm: string | undefined): Promise<void> {
  if (confirm === environment) return;
  const wanted = `--confirm ${environment}`;
  if (confirm !== undefined) {
    throw new CliError(
      `--confirm is "${confirm}"; to destroy ${environment} it has to be ${wanted}. Nothing was touched.`,
    );
  }
  if (!canAsk()) throw new CliError(`Nobody can be asked here; say it with ${wanted}. Nothing was touched.`);
  if (await ask(`Type "${environment}" to destroy it: `, environment)) return;
  throw new CliError("Nothing was touched.");
}

async function destroyAll(
  doomed: readonly Doomed[],
  environment: NodeJS.ProcessEnv,
  told: Progress,
): Promise<void> {
  const stop = stopSignal("Stopping: what is under way is finished, nothing else is begun.");
  const dependents = ({ stack }: Doomed) =>
    doomed.filter((other) => dependsOn(other.stack, stack.name)).map((other) => other.stack.name);
  try {
    await inOrder(
      doomed,
      ({ stack }) => stack.name,
      dependents,
      async ({ stack }) => {
        if (stop.signal.aborted)
          throw new CliError(`Stopped before ${stack.name}. Run the command again to go on.`);
        told(stack.name, "destroying");
        const { exitCode, errors } = await runJob(["apply", LOCK_TIMEOUT, SAVED_PLAN], {
          folder: stack.folder,
          environment,
          signal: stop.signal,
        });
        if (exitCode !== 0) explain(stack)(new TerraformFailure(errors));
        told(stack.name, "destroyed");
      },
    );
  } finally {
    stop.release();
  }
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
