import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { CliError } from "../cli-error";

const execute = promisify(execFile);

/** Which sources something was made from. */
export interface SourceTree {
  /** The commit that was checked out. */
  readonly commit: string;
  /** Git's hash of all files as they are, uncommitted ones included; equal content has equal hashes in any commit. */
  readonly tree: string;
  /** Whether files differ from the commit. */
  readonly dirty: boolean;
}

/**
 * Tells what is checked out.
 * @param root - the folder of the project, which must be the top of a git checkout
 * @throws CliError when it is none, or has no commit
 */
export async function sourceTree(root: string): Promise<SourceTree> {
  const git = async (args: readonly string[], index?: string): Promise<string> => {
    const env = index === undefined ? process.env : { ...process.env, GIT_INDEX_FILE: index };
    return (await execute("git", args, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
  };
  const scratch = mkdtempSync(join(tmpdir(), "source-tree-"));
  try {
    const commit = await git(["rev-parse", "HEAD"]);
    const committed = await git(["rev-parse", "HEAD^{tree}"]);
    // A copy of the index, so that what is staged stays as it is.
    const index = join(scratch, "index");
    copyFileSync(resolve(root, await git(["rev-parse", "--git-path", "index"])), index);
    // Older than any file, so that git compares contents: a copy is newer than a change of the same moment.
    utimesSync(index, 1, 1);
    await git(["add", "--all"], index);
    const tree = await git(["write-tree"], index);
    return { commit, tree, dirty: tree !== committed };
  } catch (error) {
    const { stderr = error } = error as { stderr?: unknown };
    const reason = String(stderr).trim();
    throw new CliError(
      `A plan is bound to the sources that it was made from, and git cannot tell which these are: ${reason}`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
