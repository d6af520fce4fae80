import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CliError } from "../cli-error";
import { lockProblems } from "../lock/lock-problems";
import { makeLockFile, type PackageSource } from "../lock/make-lock-file";
import { type Progress, startProgress } from "../progress";
import { synthesizeTo } from "../synthesis";
import { LOCK_FILE, parseLockFile, readLockFile } from "../terraform/lock-file";
import { requireTerraform } from "../terraform/require-terraform";
import { allRequiredProviders, type RequiredProvider } from "../terraform/required-providers";

const ABSENT = `There is no ${LOCK_FILE}: terraform trusts the provider packages that it gets first. Make it: npx platform lock`;

/** How to make or check the lock file. */
export interface LockOptions extends PackageSource {
  /** Write nothing; fail when the file does not cover what the stacks require. */
  readonly check: boolean;
  readonly json: boolean;
  /** Read the stacks from here, without synthesis. */
  readonly stacks: string | undefined;
  readonly platforms: readonly string[];
}

/**
 * Writes the repository's lock file of the providers, or checks it.
 * @param root - the folder of the project
 * @throws CliError with code 3 when terraform is missing or the packages cannot be had; with code 1 when a platform is
 * none, or the file that is checked falls short
 */
export async function lock(root: string, options: LockOptions): Promise<void> {
  requirePlatforms(options.platforms);
  if (!options.check) await requireTerraform();
  const told = startProgress();
  const required = await providersOf(root, options.stacks, told);
  if (options.check) return check(root, required, options);
  told("providers", `downloading for ${options.platforms.join(", ")}`);
  const text = await makeLockFile(required, options.platforms, options);
  const locked = parseLockFile(text, LOCK_FILE);
  const problems = lockProblems(locked, required, options.platforms);
  if (problems.length > 0) throw new CliError(`terraform made no complete lock file:\n${lines(problems)}`);
  writeFileSync(join(root, LOCK_FILE), text);
  const said = `${LOCK_FILE} has ${list(required)} for ${options.platforms.join(", ")}. Review and commit it.`;
  process.stdout.write(options.json ? json({ present: true, problems }) : `${said}\n`);
}

function check(root: string, required: readonly RequiredProvider[], options: LockOptions): void {
  const locked = readLockFile(join(root, LOCK_FILE));
  const problems = locked === undefined ? [] : lockProblems(locked, required, options.platforms);
  const said = locked === undefined ? ABSENT : `${LOCK_FILE} covers ${list(required)}.`;
  if (options.json) process.stdout.write(json({ present: locked !== undefined, problems }));
  else if (problems.length === 0) process.stdout.write(`${said}\n`);
  if (problems.length > 0) {
    throw new CliError(
      `${LOCK_FILE} is not what the stacks require:\n${lines(problems)}\nMake it anew: npx platform lock`,
    );
  }
}

function requirePlatforms(platforms: readonly string[]): void {
  for (const platform of platforms) {
    if (/^[a-z0-9]+_[a-z0-9]+$/.test(platform)) continue;
    throw new CliError(`--platform must be <os>_<arch> such as linux_amd64, not "${platform}"`);
  }
}

async function providersOf(
  root: string,
  stacks: string | undefined,
  told: Progress,
): Promise<readonly RequiredProvider[]> {
  if (stacks !== undefined) return allRequiredProviders(resolve(stacks));
  const outdir = mkdtempSync(join(tmpdir(), "platform-lock-stacks-"));
  try {
    told("stacks", "synthesizing");
    await synthesizeTo(root, outdir);
    return allRequiredProviders(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function list(required: readonly RequiredProvider[]): string {
  return required.map(({ address, version }) => `${address} ${version}`).join(", ");
}

function lines(problems: readonly string[]): string {
  return problems.map((problem) => `  - ${problem}`).join("\n");
}

function json(result: { readonly present: boolean; readonly problems: readonly string[] }): string {
  return `${JSON.stringify(result)}\n`;
}
