import { spawn } from "node:child_process";
import { join } from "node:path";
import { CliError } from "./cli-error";

/**
 * Synthesizes one environment for the local cloud.
 * @returns the folder of the synthesized stacks
 * @throws CliError with the app's own words when it fails
 */
export async function synthesize(root: string, environment: string): Promise<string> {
  const outdir = join(root, "build", "local", environment);
  await synthesizeTo(root, outdir, environment);
  return outdir;
}

/**
 * Runs the app command as CDKTF does: type check, bundle, synthesize.
 * @param root - the folder of the project
 * @param outdir - where the stacks go
 * @param environments - the environments to synthesize; all of them when none is named
 * @throws CliError with the app's own words when it fails
 */
export function synthesizeTo(
  root: string,
  outdir: string,
  ...environments: readonly string[]
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "cli", "app.mjs"), ...environments], {
      cwd: root,
      env: { ...process.env, CDKTF_OUTDIR: outdir },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (text: string): void => {
      output += text;
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", reject).on("close", (code) => {
      if (code === 0) resolve();
      else reject(new CliError(`The stacks cannot be synthesized:\n\n${output.trim()}`));
    });
  });
}
