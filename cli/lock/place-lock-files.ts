import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readManifest } from "../synthesized-stacks";
import { LOCK_FILE, type LockedProvider, readLockFile } from "../terraform/lock-file";
import { requiredProviders } from "../terraform/required-providers";

/** Opens what was placed, and tells it from what terraform has written. */
const HEADER = `# The providers of this stack, from ${LOCK_FILE} of the repository, by the synthesis.\n`;

/**
 * Puts the repository's lock file beside every synthesized stack, for whatever runs terraform there. A stack gets the
 * blocks of its own providers only: a provider that it does not require would count as a change of the lock file.
 * Without such a file, what was placed before is removed, and what terraform has written is left alone.
 * @param root - the folder of the project
 * @param outdir - the folder of the synthesis
 * @throws CliError when the lock file is not as terraform writes it
 */
export function placeLockFiles(root: string, outdir: string): void {
  const locked = readLockFile(join(root, LOCK_FILE));
  for (const { synthesizedStackPath } of readManifest(outdir)) {
    const folder = join(outdir, dirname(synthesizedStackPath));
    if (locked === undefined) removePlaced(join(folder, LOCK_FILE));
    else place(folder, locked);
  }
}

/**
 * Writes the lock file of a stack.
 * @param folder - the folder of the stack
 * @param locked - providers of which the stack may require some
 */
export function place(folder: string, locked: readonly LockedProvider[]): void {
  const required = new Set(requiredProviders(folder).map(({ address }) => address));
  const own = locked.filter(({ address }) => required.has(address)).map(({ block }) => block);
  writeFileSync(join(folder, LOCK_FILE), [HEADER, ...own].join("\n"));
}

function removePlaced(path: string): void {
  if (existsSync(path) && readFileSync(path, "utf8").startsWith(HEADER)) rmSync(path);
}
