import { spawn } from "node:child_process";
import { closeSync, openSync, readSync, unlinkSync } from "node:fs";
import { join } from "node:path";

/** What terraform says about one thing that it found wrong. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

/** A line that a terraform command with `-json` writes, as far as it is used. */
export interface TerraformEvent {
  readonly type: string;
  readonly "@message": string;
  readonly hook?: { readonly resource: { readonly addr: string }; readonly action?: string };
  readonly diagnostic?: Diagnostic;
}

/** How a long command ended. */
export interface JobResult {
  readonly exitCode: number;
  readonly errors: readonly Diagnostic[];
}

/** What runs, and who is told. */
export interface JobOptions {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly onEvent?: (event: TerraformEvent) => void;
  /** Asks terraform to stop; it finishes what is under way, writes the state and gives the lock back. */
  readonly signal?: AbortSignal;
}

const LOOK_MS = 200;

/**
 * Runs `terraform <command> -json`, telling its events while they happen.
 *
 * Its output goes to a file and its process group is its own: a terminal's Ctrl-C reaches it once and not twice, which
 * would make it drop its state, and should this process be killed, terraform still ends in order.
 */
export async function runJob(args: readonly string[], options: JobOptions): Promise<JobResult> {
  const [command = "", ...rest] = args;
  const path = join(options.folder, `terraform-${command}.log`);
  const log = openSync(path, "w+");
  const child = spawn("terraform", [command, "-json", "-input=false", ...rest], {
    cwd: options.folder,
    env: options.environment,
    stdio: ["ignore", log, log],
    detached: true,
  });
  const stop = () => child.kill("SIGINT");
  options.signal?.addEventListener("abort", stop, { once: true });
  if (options.signal?.aborted === true) stop();
  const lines = new LogLines(log);
  const errors: Diagnostic[] = [];
  const look = () => {
    for (const event of lines.next()) {
      if (event.diagnostic?.severity === "error") errors.push(event.diagnostic);
      options.onEvent?.(event);
    }
  };
  const timer = setInterval(look, LOOK_MS);
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on("error", reject).on("exit", (code) => resolve(code ?? 1));
    });
    look();
    const unsaid = exitCode === 1 && errors.length === 0;
    return { exitCode, errors: unsaid ? [wordless(lines.other)] : errors };
  } finally {
    clearInterval(timer);
    options.signal?.removeEventListener("abort", stop);
    closeSync(log);
    unlinkSync(path);
  }
}

function wordless(output: string): Diagnostic {
  return { severity: "error", summary: "terraform failed", detail: output.trim().slice(-4_000) };
}

/** Reads the events that a growing log has got since the last look. */
class LogLines {
  /** Lines that are no events. */
  other = "";
  private position = 0;
  private rest = "";
  private readonly decoder = new TextDecoder();
  private readonly buffer = new Uint8Array(65_536);

  constructor(private readonly file: number) {}

  next(): readonly TerraformEvent[] {
    for (;;) {
      const count = readSync(this.file, this.buffer, 0, this.buffer.length, this.position);
      if (count === 0) break;
      this.position += count;
      this.rest += this.decoder.decode(this.buffer.subarray(0, count), { stream: true });
    }
    const lines = this.rest.split("\n");
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => {
      try {
        return [JSON.parse(line) as TerraformEvent];
      } catch {
        this.other += `${line}\n`;
        return [];
      }
    });
  }
}
