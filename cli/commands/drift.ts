import { join } from "node:path";
import { CliError } from "../cli-error";
import { type DriftedResource, driftOf } from "../deployment/drift-of";
import { type PlanOptions, planStack, TerraformFailure } from "../deployment/plan-stack";
import { copyStacks, initialize, type StackFolder, selectStacks } from "../deployment/stack-folders";
import { explainWithoutCode, stacksWithoutCode } from "../deployment/stacks-without-code";
import { StateStore } from "../deployment/state-store";
import { openTarget, type TargetOptions } from "../deployment/target";
import { terraformEnvironment } from "../deployment/terraform-environment";
import { DRIFT } from "../exit-codes";
import { startProgress } from "../progress";
import { stopSignal } from "../stop-signal";

/** What `drift` is asked to do. */
export interface DriftCommandOptions extends TargetOptions {
  readonly json: boolean;
}

/** What was found in one stack. */
interface StackDrift {
  readonly stack: string;
  /** False when the stack was never applied. */
  readonly applied: boolean;
  readonly drift: readonly DriftedResource[];
}

/** What was found in an environment. */
interface EnvironmentDrift {
  readonly environment: string;
  readonly drifted: boolean;
  readonly stacks: readonly StackDrift[];
  /** Stacks that are applied, but no longer in the sources. */
  readonly withoutCode: readonly string[];
}

/**
 * Compares what is in the account with what was applied, in every stack of an environment, those of the bootstrap
 * included. It changes nothing.
 * @param root - the folder of the project
 * @returns the exit code: 0, or 2 when something was changed by somebody else
 * @throws CliError when a stack cannot be looked at
 */
export async function drift(root: string, options: DriftCommandOptions): Promise<number> {
  const { environment, json } = options;
  const told = startProgress();
  const folder = join(root, "build", "drift", environment);
  const { outdir, values } = await openTarget(root, folder, options, told);
  const all = copyStacks(outdir, join(folder, "stacks"), selectStacks(outdir, environment, []));
  const store = new StateStore(values);
  const stop = stopSignal("Stopping.");
  try {
    const isApplied = await Promise.all(all.map(async ({ name }) => (await store.state(name)) !== undefined));
    const applied = all.filter((_, index) => isApplied[index]);
    const terraform = terraformEnvironment(root);
    await initialize(applied, terraform, (stack) => told(stack, "initializing"));
    const compared = await Promise.allSettled(
      all.map(async (stack): Promise<StackDrift> => {
        if (!applied.includes(stack)) return { stack: stack.name, applied: false, drift: [] };
        told(stack.name, "comparing");
        const drift = await look(stack, { environment: terraform, signal: stop.signal });
        told(stack.name, drift.length === 0 ? "as applied" : `${drift.length} resources differ`);
        return { stack: stack.name, applied: true, drift };
      }),
    );
    const stacks = compared.map((result) => {
      if (result.status === "rejected") throw result.reason;
      return result.value;
    });
    const withoutCode = await stacksWithoutCode(
      store,
      all.map(({ name }) => name),
    );
    const drifted = withoutCode.length > 0 || stacks.some(({ drift }) => drift.length > 0);
    const found = { environment, drifted, stacks, withoutCode };
    process.stdout.write(json ? `${JSON.stringify(found)}\n` : report(found));
    return drifted ? DRIFT : 0;
  } finally {
    stop.release();
    store.close();
  }
}

async function look(stack: StackFolder, options: PlanOptions): Promise<readonly DriftedResource[]> {
  try {
    const { plan } = await planStack(stack, { ...options, flags: ["-refresh-only"] });
    return driftOf(plan);
  } catch (error) {
    if (!(error instanceof TerraformFailure)) throw error;
    throw new CliError(`${stack.name} cannot be compared:\n\n${error.message}`);
  }
}

function report({ environment, drifted, stacks, withoutCode }: EnvironmentDrift): string {
  const missing = stacks.filter(({ applied }) => !applied).map(({ stack }) => stack);
  const lines = [
    ...stacks
      .filter(({ drift }) => drift.length > 0)
      .flatMap(({ stack, drift }) => [`${stack}:`, "", ...drift.flatMap(describe), ""]),
    ...withoutCode.flatMap((stack) => [explainWithoutCode(stack), ""]),
    drifted
      ? "Undo it by a plan and an apply, or change the stacks to what is wanted."
      : `${environment} is as it was applied.`,
    ...(missing.length === 0 ? [] : ["", `Not applied: ${missing.join(", ")}.`]),
  ];
  return `${lines.join("\n")}\n`;
}

function describe({ address, kind, differences }: DriftedResource): readonly string[] {
  if (kind === "destroy") return [`- ${address} is gone`];
  return [
    `- ${address} was changed`,
    ...differences.map(({ argument, ...values }) => {
      if (!("applied" in values)) return `  - ${argument}, which is sensitive`;
      return `  - ${argument}: applied ${short(values.applied)}, found ${short(values.found)}`;
    }),
  ];
}

/** A value on one line of bounded length. */
function short(value: unknown): string {
  const whole = JSON.stringify(value) ?? "nothing";
  return whole.length > 200 ? `${whole.slice(0, 200)}…` : whole;
}
