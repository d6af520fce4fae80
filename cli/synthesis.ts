import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { CliError } from "./cli-error";
import { STOP_SIGNALS, stoppedBy } from "./stop-signal";

/**
 * Runs the app command as CDKTF does: type check, bundle, synthesize. A signal to stop ends it, with everything that
 * it has started.
 * @param root - the folder of the project
 * @param outdir - where the stacks go
 * @param environments - the environments to synthesize; all of them when none is named
 * @throws CliError with the app's own words when it fails, or when it was stopped
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
      // A group of its own: its compiler would outlive it.
      detached: true,
    });
    let stopped: CliError | undefined;
    const stop = (signal: NodeJS.Signals): void => {
      stopped = stoppedBy(signal);
      endGroup(child);
    };
    for (const signal of STOP_SIGNALS) process.on(signal, stop);
    let output = "";
    const keep = (text: string): void => {
      output += text;
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", reject).on("close", (code) => {
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
      if (stopped !== undefined) reject(stopped);
      else if (code === 0) resolve();
      else reject(new CliError(`The stacks cannot be synthesized:\n\n${output.trim()}`));
    });
  });
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGTERM");
  } catch {
    // It has ended already.
  }
}
