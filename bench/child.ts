import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Runs a command to its end and gives what it printed, with the milliseconds it took. */
export async function run(
  command: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<{ output: string; ms: number }> {
  const [file = "", ...args] = command;
  const startedMs = performance.now();
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${errors}`);
  return { output, ms: performance.now() - startedMs };
}

/** What the local cloud prints when it is ready. */
export interface Ready {
  readonly awsEndpoint: string;
  readonly region: string;
  readonly apis: Readonly<Record<string, string>>;
  readonly auth: { readonly userPoolId?: string; readonly clientId?: string };
}

/** Starts the local cloud in a process of its own, lets `use` work with it, and ends it. */
export async function withLocalCloud<T>(
  root: string,
  args: readonly string[],
  use: (ready: Ready) => Promise<T>,
): Promise<T> {
  const child = spawn(process.execPath, ["cli/platform.mjs", "local", "--json", "--port", "0", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-8_000);
  });
  const exited = once(child, "close");
  try {
    const ready = await new Promise<Ready>((resolve, reject) => {
      createInterface(child.stdout).once("line", (line) => resolve(JSON.parse(line) as Ready));
      exited.then(() => reject(new Error(`the local cloud ended:\n${errors}`)), reject);
    });
    return await use(ready);
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
}

/** Starts the server that does nothing, lets `use` work with its URL, and ends it. */
export async function withBareServer<T>(root: string, use: (url: string) => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, ["bench/bare-server.mjs"], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "close");
  try {
    const port = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).once("line", resolve);
      exited.then(() => reject(new Error("the bare server ended")), reject);
    });
    return await use(`http://127.0.0.1:${port}/`);
  } finally {
    child.stdin.end();
    await exited;
  }
}
