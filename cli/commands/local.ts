import { Listr } from "listr2";
import type { LocalCloud } from "../../local/cloud";
import { UnsupportedError } from "../../local/kernel/errors";
import { TerraformError } from "../../local/terraform/terraform-error";
import { CliError } from "../cli-error";
import { readyLine, readyTable } from "../local-ready";
import { runEnd } from "../run-end";
import { RunFolder } from "../run-folder";
import { SourceWatch } from "../source-watch";
import { loadSystemStacks } from "../system-stacks";
import { TitleLogger } from "../title-logger";

/** What `local` is asked to do. */
export interface LocalOptions {
  readonly environment: string;
  readonly port: string;
  /** A folder of synthesized stacks to run as they are; absent to synthesize and to follow the sources. */
  readonly stacks: string | undefined;
  readonly json: boolean;
  /** The parent of this process when it began: npm's shell, if npm runs this. */
  readonly parent: number;
}

type Write = (line: string) => void;

/** What follows the sources of the stacks that run. */
interface Following {
  readonly sources: SourceWatch;
  readonly folder: RunFolder;
}

/**
 * Runs an environment on this machine until Ctrl-C.
 * @param root - the folder of the project
 * @throws CliError for a bad or taken port, a broken stack, an unsupported resource, and when it is stopped before it
 * is ready
 */
export async function local(root: string, options: LocalOptions): Promise<void> {
  const port = parsePort(options.port);
  const write: Write = options.json ? (line) => process.stderr.write(`${line}\n`) : print;
  const end = runEnd(options.parent);
  const following: Following | undefined =
    options.stacks === undefined
      ? { sources: new SourceWatch(root, write), folder: new RunFolder(root, options.environment) }
      : undefined;
  let cloud: LocalCloud | undefined;
  try {
    cloud = await start(options, port, following?.folder, end.signal, write);
    await following?.sources.ready;
    end.signal.throwIfAborted();
    process.stdout.write(options.json ? `${readyLine(cloud)}\n` : readyTable(cloud, options.environment));
    follow(following, options.environment, cloud, end.signal, write);
    await end.ended;
  } finally {
    await following?.sources.close();
    await cloud?.close();
    following?.folder.remove();
    end.release();
  }
}

async function start(
  { environment, stacks: given, json }: LocalOptions,
  port: number,
  folder: RunFolder | undefined,
  signal: AbortSignal,
  log: Write,
): Promise<LocalCloud> {
  interface Progress {
    outdir: string | undefined;
    cloud: LocalCloud;
  }
  const tasks = new Listr<Progress>(
    [
      {
        title: `Bundle the handlers and synthesize ${environment}`,
        enabled: folder !== undefined,
        task: async (progress) => {
          // Loading the cloud takes as long as a part of the synthesis, which has a process of its own.
          [progress.outdir] = await Promise.all([folder?.synthesize(), import("../../local/cloud")]);
        },
      },
      {
        title: "Make everything the stacks describe",
        task: async (progress, task) => {
          signal.throwIfAborted();
          const stacks = loadSystemStacks(given ?? progress.outdir ?? "", environment);
          const { LocalCloud } = await import("../../local/cloud");
          progress.cloud = await LocalCloud.fromStacks(stacks, { clock: "system", port, log });
          task.title = `Made everything that ${stacks.map(({ name }) => name).join(", ")} describe`;
        },
      },
    ],
    {
      silentRendererCondition: () => json,
      // Ctrl-C has its meaning here already.
      registerSignalListeners: false,
      fallbackRenderer: "simple",
      // The error is told once, by the caller.
      rendererOptions: { showErrorMessage: false, collapseErrors: false },
      fallbackRendererOptions: { logger: new TitleLogger() },
    },
  );
  try {
    return (await tasks.run()).cloud;
  } catch (error) {
    throw explain(error, port);
  }
}

function follow(
  following: Following | undefined,
  environment: string,
  cloud: LocalCloud,
  signal: AbortSignal,
  write: Write,
): void {
  following?.sources.follow(async () => {
    try {
      await reload(following.folder, environment, cloud, write);
    } catch (error) {
      if (signal.aborted) return;
      write(
        `not reloaded, what ran before goes on: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  });
}

async function reload(
  folder: RunFolder,
  environment: string,
  cloud: LocalCloud,
  write: Write,
): Promise<void> {
  const outdir = await folder.synthesize(cloud.codeFolders());
  const before = readyLine(cloud);
  const { created, changed, replaced, removed } = await cloud.update(loadSystemStacks(outdir, environment));
  write(`reloaded: ${created} created, ${changed} changed, ${replaced} replaced, ${removed} removed`);
  if (readyLine(cloud) !== before) write(readyTable(cloud, environment));
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
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
