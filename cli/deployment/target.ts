import { join } from "node:path";
import { type EnvironmentValues, readEnvironmentValues } from "../environment-values";
import type { Progress } from "../progress";
import { synthesizeTo } from "../synthesis";
import { requireAccount } from "../terraform/account-guard";
import { requireTerraform } from "../terraform/require-terraform";
import { selectStacks } from "./stack-folders";

/** Which environment a command works on, and where its stacks come from. */
export interface TargetOptions {
  readonly environment: string;
  /** A folder of synthesized stacks to take as they are; absent to synthesize. */
  readonly synthesized: string | undefined;
  /**
   * The stacks that are meant, with or without the environment's name.
   * @defaultValue all of them
   */
  readonly stacks?: readonly string[];
}

/** An environment whose stacks are synthesized and whose account the credentials are of. */
export interface Target {
  /** The folder of the synthesized stacks. */
  readonly outdir: string;
  readonly values: EnvironmentValues;
  /** The version of terraform. */
  readonly terraform: string;
}

/**
 * Synthesizes an environment and makes sure that the credentials are of its account, before anything is touched.
 * @param root - the folder of the project
 * @param workdir - where the stacks go when they are synthesized
 * @throws CliError when terraform is missing, the stacks cannot be synthesized or there is none of a name that was
 * given, or the account is another one
 */
export async function openTarget(
  root: string,
  workdir: string,
  { environment, synthesized, stacks = [] }: TargetOptions,
  told: Progress,
): Promise<Target> {
  const terraform = await requireTerraform();
  const outdir = synthesized ?? join(workdir, "synthesized");
  if (synthesized === undefined) {
    told(environment, "synthesizing");
    await synthesizeTo(root, outdir, environment);
  }
  const values = readEnvironmentValues(outdir, environment);
  selectStacks(outdir, environment, stacks);
  await requireAccount(values);
  return { outdir, values, terraform };
}
