import { spawn } from "node:child_process";
import { join } from "node:path";
import { CliError } from "./cli-error";

/**
 * Runs the app command as CDKTF does: type check, bundle, synthesize.
 * @param root - the folder of the project
 * @param environment - the environment to synthesize
 * @returns the folder of the synthesized stacks
 * @throws CliError with the app's own words when it fails
 */
export function synthesize(root: string, environment: string): Promise<string> {
  const outdir = join(root, "build", "local", environment);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "cli", "app.mjs"), environment], {
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
      if (code === 0) resolve(outdir);
      else reject(new CliError(`The stacks of ${environment} cannot be synthesized:\n\n${output.trim()}`));
    });
  });
}
