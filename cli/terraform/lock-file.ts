import { existsSync, readFileSync } from "node:fs";
import { CliError } from "../cli-error";

/** The file in which terraform keeps the versions and hashes of the providers that it took. */
export const LOCK_FILE = ".terraform.lock.hcl";

/** A provider in a lock file. */
export interface LockedProvider {
  /** Such as `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  readonly version: string;
  /** `h1:` of an unpacked package, `zh:` of its zip file; one of each kind per platform. */
  readonly hashes: readonly string[];
  /** The whole block, as terraform wrote it. */
  readonly block: string;
}

const BLOCK = /^provider "([^"\n]+)" \{\n((?:[ \t]+.*\n|\n)*)\}\n/gm;
const VERSION = /^[ \t]+version[ \t]*=[ \t]*"([^"\n]+)"$/m;
const HASH = /^[ \t]+"((?:h1|zh):[^"\n]+)",?$/gm;

/**
 * Reads what a lock file holds.
 * @returns nothing when there is no such file
 * @throws CliError when it is not as terraform writes it, after a merge for example
 */
export function readLockFile(path: string): readonly LockedProvider[] | undefined {
  return existsSync(path) ? parseLockFile(readFileSync(path, "utf8"), path) : undefined;
}

/**
 * Takes the text of a lock file apart.
 * @param path - for errors
 * @throws CliError when it is not as terraform writes it
 */
export function parseLockFile(text: string, path: string): readonly LockedProvider[] {
  const lines = text.replaceAll("\r\n", "\n");
  const providers: LockedProvider[] = [];
  const rest = lines.replace(BLOCK, (block, address: string, body: string) => {
    const version = VERSION.exec(body)?.[1];
    // Left in place, it is found below.
    if (version === undefined) return block;
    providers.push({
      address,
      version,
      hashes: [...body.matchAll(HASH)].map(([, hash]) => `${hash}`),
      block,
    });
    return "\n".repeat(block.split("\n").length - 1);
  });
  const at = rest.split("\n").findIndex((line) => line.trim() !== "" && !line.startsWith("#"));
  if (at < 0) return providers;
  throw new CliError(
    `${path} is not as terraform writes it: line ${at + 1} is "${rest.split("\n")[at]?.trim()}".\n` +
      "Delete the file and make it anew: npx platform lock",
  );
}
