import { execFile } from "node:child_process";
import { cpSync, existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { CliError } from "../cli-error";

const execute = promisify(execFile);

/**
 * Copies the project's files, those that git tracks and those that it would, without what is installed.
 * @throws CliError when the project is no git checkout
 */
export async function copySources(root: string, target: string): Promise<void> {
  const files = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await execute("git", files, { cwd: root, maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: Error & { readonly stderr?: string }) => {
      throw new CliError(`git cannot tell which files belong to the project: ${error.stderr?.trim()}`);
    },
  );
  for (const file of stdout.split("\0")) {
    // A deleted file is listed until the deletion is staged.
    if (file !== "" && existsSync(join(root, file))) cpSync(join(root, file), join(target, file));
  }
}

/** Copies what is installed, so that installing on top of it changes nothing of the project's own. */
export async function copyInstalled(root: string, target: string): Promise<void> {
  // Node's own cpSync takes six times as long for these tens of thousands of files.
  await execute("cp", ["-R", realpathSync(join(root, "node_modules")), join(target, "node_modules")]);
}
