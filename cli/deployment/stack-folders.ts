import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { CliError } from "../cli-error";
import { type ManifestStack, readManifest } from "../synthesized-stacks";
import { initArguments } from "../terraform/init-arguments";
import { LOCK_FILE } from "../terraform/lock-file";
import { Terraform } from "../terraform/terraform";
import { outputsRead } from "./upstream";

/** A stack in a folder in which terraform may run. */
export interface StackFolder {
  /** Such as `dev-catalog`. */
  readonly name: string;
  readonly folder: string;
  /** Names of the stacks that are deployed first. */
  readonly dependencies: readonly string[];
  /** Outputs of other stacks that this one reads, by their names. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
}

/**
 * Copies synthesized stacks into folders of their own.
 * @param outdir - the folder of the synthesis
 * @param workdir - gets a folder per stack; emptied before
 */
export function copyStacks(
  outdir: string,
  workdir: string,
  stacks: readonly ManifestStack[],
): readonly StackFolder[] {
  rmSync(workdir, { recursive: true, force: true });
  return stacks.map(({ name, synthesizedStackPath, dependencies }) => {
    const folder = join(workdir, name);
    mkdirSync(folder, { recursive: true });
    cpSync(join(outdir, dirname(synthesizedStackPath)), folder, { recursive: true });
    return { name, folder, dependencies, reads: outputsRead(folder) };
  });
}

/**
 * The synthesized stacks of an environment.
 * @param names - with or without the environment's name; all stacks when empty
 * @throws CliError for a name of no stack
 */
export function selectStacks(
  outdir: string,
  environment: string,
  names: readonly string[],
): readonly ManifestStack[] {
  const all = readManifest(outdir).filter(({ name }) => name.startsWith(`${environment}-`));
  const short = (name: string) => (name.startsWith(`${environment}-`) ? name : `${environment}-${name}`);
  const asked = names.map(short);
  const unknown = asked.filter((name) => !all.some((stack) => stack.name === name));
  if (unknown.length > 0) {
    const known = all.map(({ name }) => name).join(", ");
    throw new CliError(`There is no stack ${unknown.join(", ")}; the stacks of ${environment} are ${known}.`);
  }
  return asked.length === 0 ? all : all.filter(({ name }) => asked.includes(name));
}

/**
 * Runs `terraform init` in every folder, one after the other, as the plugin cache that they share asks for. A stack
 * without a lock file takes the hashes over that another one has found.
 * @throws CliError with terraform's words
 */
export async function initialize(
  stacks: readonly StackFolder[],
  environment: NodeJS.ProcessEnv,
  told: (stack: string) => void,
): Promise<void> {
  let known: string | undefined;
  for (const { name, folder } of stacks) {
    told(name);
    const lock = join(folder, LOCK_FILE);
    const init = initArguments(folder);
    if (!existsSync(lock) && known !== undefined) copyFileSync(known, lock);
    const { exitCode, output } = await new Terraform(folder, environment).run(...init);
    if (exitCode !== 0) throw new CliError(`${name} cannot be initialized:\n\n${output.trim()}`);
    known ??= lock;
  }
}
