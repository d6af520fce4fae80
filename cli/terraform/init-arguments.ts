import { existsSync } from "node:fs";
import { join } from "node:path";
import { LOCK_FILE } from "./lock-file";

/**
 * The command `terraform init` for a script. A lock file that is there already is held to and not changed: what it
 * does not name, or names by another hash, is refused.
 * @param folder - where the command is going to run
 */
export function initArguments(folder: string): readonly string[] {
  const locked = existsSync(join(folder, LOCK_FILE));
  return ["init", "-input=false", "-no-color", ...(locked ? ["-lockfile=readonly"] : [])];
}
