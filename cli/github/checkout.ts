import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CliError } from "../cli-error";

const execute = promisify(execFile);

/** What is checked out. */
export interface Checkout {
  readonly commit: string;
  /** Git's hash of the files themselves: equal for a commit, its squash and its merge, when nothing else came in. */
  readonly tree: string;
}

/**
 * @param root - a folder of the working tree
 * @throws CliError when it is none of git's
 */
export async function readCheckout(root: string): Promise<Checkout> {
  try {
    const { stdout } = await execute("git", ["rev-parse", "HEAD", "HEAD^{tree}"], { cwd: root });
    const [commit = "", tree = ""] = stdout.trim().split("\n");
    return { commit, tree };
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new CliError(`git cannot say what is checked out in ${root}: ${(stderr || message).trim()}`);
  }
}
