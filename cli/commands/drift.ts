import { join } from "node:path";
import { CliError } from "../cli-error";
import { type DriftedResource, driftOf } from "../deployment/drift-of";
import { planStack, TerraformFailure } from "../deployment/plan-stack";
import { copyStacks, initialize, type StackFolder, selectStacks } from "../deployment/stack-folders";
import { StateStore } from "../deployment/state-store";
import { openTarget, type TargetOptions } from "../deployment/target";
import { terraformEnvironment } from "../deployment/terraform-environment";
import { DRIFT } from "../exit-codes";
import { startProgress } from "../progress";

/** What `drift` is asked to do. */
export interface DriftCommandOptions extends TargetOptions {
  readonly format: "text" | "json" | "markdown";
}

/** What was found in one stack. */
interface StackDrift {
  readonly stack: string;
  /** False when the stack was never applied. */
  readonly applied: boolean;
  readonly drift: readonly DriftedResource[];
}

/**
 * Compares what is in the account with what was applied, in every stack of an environment, those of the bootstrap
 * included. It changes nothing.
 * @param root - the folder of the project
 * @returns the exit code: 0, or 2 when something was changed by somebody else
 * @throws CliError when a stack cannot be looked at
 */
export async function drift(root: string, options: DriftCommandOptions): Promise<number> {
  const { environment, format } = options;
  const told = startProgress();
  const folder = join(root, "build", "drift", environment);
  const { outdir, values } = await openTarget(root, folder, options, told);
  const all = copyStacks(outdir, join(folder, "stacks"), selectStacks(outdir, environment, []));
  const store = new StateStore(values);
  try {
    const isApplied = await Promise.all(all.map(async ({ name }) => (await store.state(name)) !== undefined));
    const applied = all.filter((_, index) => isApplied[index]);
    const terraform = terraformEnvironment(root);
    await initialize(applied, terraform, (stack) => told(stack, "initializing"));
    const found = await Promise.all(
      all.map(async (stack): Promise<StackDrift> => {
        if (!applied.includes(stack)) return { stack: stack.name, applied: false, drift: [] };
        told(stack.name, "comparing");
        const drift = await look(stack, terraform);
        told(stack.name, drift.length === 0 ? "as applied" : `${drift.length} resources differ`);
        return { stack: stack.name, applied: true, drift };
      }),
    );
    const drifted = found.some(({ drift }) => drift.length > 0);
    process.stdout.write(RENDER[format](environment, found));
    return drifted ? DRIFT : 0;
  } finally {
    store.close();
  }
}

async function look(stack: StackFolder, environment: NodeJS.ProcessEnv): Promise<readonly DriftedResource[]> {
  try {
    const { plan } = await planStack(stack, { environment, flags: ["-refresh-only"] });
    return driftOf(plan);
  } catch (error) {
    if (!(error instanceof TerraformFailure)) throw error;
    throw new CliError(`${stack.name} cannot be compared:\n\n${error.message}`);
  }
}

const RENDER = { text, json, markdown };

function json(environment: string, stacks: readonly StackDrift[]): string {
  const drifted = stacks.some(({ drift }) => drift.length > 0);
  return `${JSON.stringify({ environment, drifted, stacks })}\n`;
}

function text(environment: string, stacks: readonly StackDrift[]): string {
  return `${lines(environment, stacks, "").join("\n")}\n`;
}

function markdown(environment: string, stacks: readonly StackDrift[]): string {
  return `### Drift of ${environment}\n\n${lines(environment, stacks, "`").join("\n")}\n`;
}

function lines(environment: string, stacks: readonly StackDrift[], quote: string): readonly string[] {
  const missing = stacks.filter(({ applied }) => !applied).map(({ stack }) => stack);
  const notApplied = missing.length === 0 ? [] : ["", `Not applied: ${missing.join(", ")}.`];
  const drifted = stacks.filter(({ drift }) => drift.length > 0);
  if (drifted.length === 0) return [`${environment} is as it was applied.`, ...notApplied];
  return [
    ...drifted.flatMap(({ stack, drift }) => [
      `${stack}:`,
      "",
      ...drift.flatMap((resource) => describe(resource, quote)),
      "",
    ]),
    `Undo it by a plan and an apply, or change the stacks to what is wanted.`,
    ...notApplied,
  ];
}

function describe({ address, kind, differences }: DriftedResource, quote: string): readonly string[] {
  const name = `${quote}${address}${quote}`;
  if (kind === "destroy") return [`- ${name} is gone`];
  return [
    `- ${name} was changed`,
    ...differences.map(({ argument, ...values }) => {
      if (!("applied" in values)) return `  - ${quote}${argument}${quote}, which is sensitive`;
      return `  - ${quote}${argument}${quote}: applied ${short(values.applied, quote)}, found ${short(values.found, quote)}`;
    }),
  ];
}

/** A value on one line of bounded length. */
function short(value: unknown, quote: string): string {
  const whole = JSON.stringify(value) ?? "nothing";
  const text = whole.length > 200 ? `${whole.slice(0, 200)}…` : whole;
  return `${quote}${text.replaceAll("`", "'")}${quote}`;
}
