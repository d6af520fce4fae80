import { once } from "node:events";
import { setInterval } from "node:timers/promises";
import { Listr } from "listr2";
import type { LocalCloud } from "../../local/cloud";
import { UnsupportedError } from "../../local/kernel/errors";
import { TerraformError } from "../../local/terraform/terraform-error";
import { CliError } from "../cli-error";
import { readyLine, readyTable } from "../local-ready";
import { SourceWatch } from "../source-watch";
import { synthesize } from "../synthesis";
import { loadSystemStacks } from "../system-stacks";

/** What `local` is asked to do. */
export interface LocalOptions {
  readonly environment: string;
  readonly port: string;
  /** A folder of synthesized stacks to run as they are; absent to synthesize and to follow the sources. */
  readonly stacks: string | undefined;
  readonly json: boolean;
}

/** How soon it is noticed that npm has ended. */
const NPM_LOOK_MS = 1_000;

/**
 * Runs an environment on this machine until Ctrl-C.
 * @param root - the folder of the project
 * @throws CliError for a bad or taken port, a broken stack, an unsupported resource
 */
export async function local(root: string, options: LocalOptions): Promise<void> {
  const port = parsePort(options.port);
  const parent = process.ppid;
  const write = options.json ? (line: string) => process.stderr.write(`${line}\n`) : print;
  const sources = options.stacks === undefined ? new SourceWatch(root, write) : undefined;
  const cloud = await start(root, options, port, write).catch(async (error: unknown) => {
    await sources?.close();
    throw error;
  });
  await sources?.ready;
  process.stdout.write(options.json ? `${readyLine(cloud)}\n` : readyTable(cloud, options.environment));
  sources?.follow(() => reload(root, options.environment, cloud, write));
  const stop = new AbortController();
  await Promise.race([
    once(process, "SIGINT", { signal: stop.signal }),
    once(process, "SIGTERM", { signal: stop.signal }),
    ...(process.env["npm_lifecycle_event"] === undefined ? [] : [endOf(parent, stop.signal)]),
  ]);
  stop.abort();
  await sources?.close();
  await cloud.close();
}

/** Resolves when the parent is gone: a signal to npm ends npm's shell, which does not pass it on to us. */
async function endOf(parent: number, signal: AbortSignal): Promise<void> {
  for await (const _ of setInterval(NPM_LOOK_MS, undefined, { signal })) {
    if (process.ppid !== parent) return;
  }
}

async function start(
  root: string,
  { environment, stacks: given, json }: LocalOptions,
  port: number,
  log: (line: string) => void,
): Promise<LocalCloud> {
  interface Progress {
    outdir: string;
    cloud: LocalCloud;
  }
  const tasks = new Listr<Progress>(
    [
      {
        title: `Bundle the handlers and synthesize ${environment}`,
        enabled: given === undefined,
        task: async (progress) => {
          // Loading the cloud takes as long as a part of the synthesis, which has a process of its own.
          [progress.outdir] = await Promise.all([synthesize(root, environment), import("../../local/cloud")]);
        },
      },
      {
        title: "Make everything the stacks describe",
        task: async (progress, task) => {
          const stacks = loadSystemStacks(given ?? progress.outdir, environment);
          const { LocalCloud } = await import("../../local/cloud");
          progress.cloud = await LocalCloud.fromStacks(stacks, { clock: "system", port, log });
          task.title = `Made everything that ${stacks.map(({ name }) => name).join(", ")} describe`;
        },
      },
    ],
    {
      silentRendererCondition: () => json,
      fallbackRenderer: "simple",
      // The error is told once, by the caller.
      rendererOptions: { showErrorMessage: false, collapseErrors: false },
    },
  );
  try {
    return (await tasks.run()).cloud;
  } catch (error) {
    throw explain(error, port);
  }
}

async function reload(
  root: string,
  environment: string,
  cloud: LocalCloud,
  write: (line: string) => void,
): Promise<void> {
  try {
    const outdir = await synthesize(root, environment);
    const before = readyLine(cloud);
    const report = await cloud.update(loadSystemStacks(outdir, environment));
    const { created, changed, replaced, removed } = report;
    write(`reloaded: ${created} created, ${changed} changed, ${replaced} replaced, ${removed} removed`);
    if (readyLine(cloud) !== before) write(readyTable(cloud, environment));
  } catch (error) {
    write(`not reloaded, what ran before goes on: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CliError(`--port is "${text}"; give a number from 0 to 65535, where 0 takes any free port.`);
}

function explain(error: unknown, port: number): unknown {
  if (!(error instanceof Error)) return error;
  if ("code" in error && error.code === "EADDRINUSE") {
    return new CliError(
      `Port ${port} is taken. End what uses it, or choose another: npm run local -- --port 0 takes any free one.`,
    );
  }
  const told = error instanceof UnsupportedError || error instanceof TerraformError;
  return told ? new CliError(error.message) : error;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
