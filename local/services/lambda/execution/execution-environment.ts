import { Worker } from "node:worker_threads";
import type { Kernel } from "../../../kernel/kernel";
import type { Session } from "../../../kernel/sessions";
import type { FunctionVersion } from "../state";
import { Attendant } from "./attendant";
import type { Deadlines, Timed } from "./deadlines";
import { EnvironmentLog } from "./environment-log";
import type { Ending, WorkerInput, WorkerOutput } from "./messages";
import { environmentVariables } from "./variables";

/** How the init phase or an invocation has ended, as Lambda sees it. */
export type Outcome =
  | Ending
  | { readonly kind: "timeout" }
  /** The process has ended by itself; the reason reads like `exit status 1`. */
  | { readonly kind: "exit"; readonly reason: string };

/** What an environment needs from its surroundings. */
export interface EnvironmentHost {
  readonly kernel: Kernel;
  readonly deadlines: Deadlines;
  /** Path of the worker's main file. */
  readonly bootstrap: string;
  /** Called when a log has something to flush. */
  readonly onLog: (log: EnvironmentLog) => void;
}

/** Why an environment starts: because an invocation wants it, or ahead of any. */
export type Initialization = "on-demand" | "provisioned-concurrency";

/** How long the init phase may take. */
const INIT_TIMEOUT_MS = 10_000;

/** One execution environment of a function version: a worker thread that runs one invocation at a time. */
export class ExecutionEnvironment implements Timed {
  readonly log: EnvironmentLog;
  /** Duration of the init phase until an invocation has reported it. */
  initMs: number | undefined;
  memoryBytes = 0;
  /** How the init phase has ended if the function did not get ready. */
  initFailure: Outcome | undefined;
  private readonly session: Session;
  private worker: Worker | undefined;
  private readonly attendant: Attendant | undefined;
  private answer: ((outcome: Outcome) => void) | undefined;
  private gone = false;

  constructor(
    private readonly host: EnvironmentHost,
    readonly version: FunctionVersion,
    private readonly initialization: Initialization = "on-demand",
  ) {
    const { kernel } = host;
    const { config } = version;
    this.session = kernel.sessions.issue(config.roleArn, config.name);
    const label = kernel.traces.label(config.name);
    this.log = new EnvironmentLog(
      kernel,
      this.session.principal,
      config.logging.group,
      version.version,
      (line) => kernel.log(`${label}: ${line}`),
      host.onLog,
    );
    if (kernel.virtualTime) {
      this.attendant = new Attendant(kernel, label, this.session, (message) => this.post(message));
    }
  }

  /** Whether the worker has ended. */
  get ended(): boolean {
    return this.gone;
  }

  /** Starts the worker and waits for the end of the init phase; `initFailure` says whether it went wrong. */
  async init(): Promise<void> {
    const { clock } = this.host.kernel;
    const startMs = clock.now();
    const turn = this.attendant?.begin(INIT_TIMEOUT_MS) ?? 0;
    const ending = this.outcome(startMs + INIT_TIMEOUT_MS);
    try {
      this.worker = this.startWorker(turn);
    } catch (error) {
      // Node refuses, for instance, NODE_OPTIONS that are not for workers.
      this.exited(error instanceof Error ? error.message : String(error));
    }
    const outcome = await ending;
    this.initMs = clock.now() - startMs;
    if (outcome.kind === "ready") return;
    this.initFailure = outcome;
    await this.end();
  }

  /** Runs an invocation. The environment must be initialised and free. */
  invoke(input: Omit<Extract<WorkerInput, { kind: "invoke" }>, "kind" | "turn">): Promise<Outcome> {
    const turn = this.attendant?.begin(this.timeoutMs) ?? 0;
    const outcome = this.outcome(input.deadlineMs);
    this.post({ kind: "invoke", ...input, turn });
    return outcome;
  }

  /** Does nothing until the deadline. */
  hang(deadlineMs: number): Promise<Outcome> {
    this.attendant?.begin(this.timeoutMs);
    const outcome = this.outcome(deadlineMs);
    this.attendant?.hang();
    return outcome;
  }

  /** The deadline has come. */
  timeOut(): void {
    this.settle({ kind: "timeout" });
    void this.end();
  }

  /** Ends the worker; what it was about to do does not happen. */
  end(): Promise<unknown> {
    this.exited("signal: killed");
    return this.worker?.terminate() ?? Promise.resolve();
  }

  private startWorker(turn: number): Worker {
    const { kernel, bootstrap } = this.host;
    const { config } = this.version;
    const worker = new Worker(bootstrap, {
      env: {
        ...environmentVariables(kernel, this.version, this.session, this.log.stream),
        AWS_LAMBDA_INITIALIZATION_TYPE: this.initialization,
      },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: config.memoryMb },
      workerData: {
        directory: config.codeDirectory,
        handlerName: config.handler,
        logFormat: config.logging.format,
        logLevel: config.logging.applicationLevel,
        turn,
        sharedNow: this.attendant?.sharedNow,
        seed: kernel.virtualTime ? kernel.chance.fork(this.session.accessKeyId).seed : undefined,
      },
    });
    worker.on("message", (message: WorkerOutput) => this.receive(message));
    worker.on("error", (error) => this.exited(reasonOf(error)));
    worker.on("exit", (code) => this.exited(`exit status ${code}`));
    return worker;
  }

  private get timeoutMs(): number {
    return this.version.config.timeoutSeconds * 1_000;
  }

  private outcome(deadlineMs: number): Promise<Outcome> {
    this.host.deadlines.set(this, deadlineMs);
    return new Promise((resolve) => {
      this.answer = resolve;
    });
  }

  private post(message: WorkerInput): void {
    this.worker?.postMessage(message);
  }

  private receive(message: WorkerOutput): void {
    if (this.gone) return;
    if (message.kind === "log") {
      this.log.output(message.atMs, message.text);
    } else if (message.kind === "idle" || message.kind === "probed") {
      this.attendant?.hear(message);
    } else {
      if ("memoryBytes" in message) this.memoryBytes = Math.max(this.memoryBytes, message.memoryBytes ?? 0);
      this.settle(message);
    }
  }

  private exited(reason: string): void {
    if (this.gone) return;
    this.gone = true;
    this.host.kernel.sessions.revoke(this.session);
    this.settle({ kind: "exit", reason });
  }

  private settle(outcome: Outcome): void {
    const { answer } = this;
    if (answer === undefined) return;
    this.answer = undefined;
    this.host.deadlines.clear(this);
    this.attendant?.end();
    answer(outcome);
  }
}

function reasonOf(error: Error & { code?: string }): string {
  return error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "signal: killed" : String(error);
}
