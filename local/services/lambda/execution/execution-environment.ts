import { Worker } from "node:worker_threads";
import type { Timed } from "../../../kernel/deadlines";
import type { Kernel } from "../../../kernel/kernel";
import type { Session } from "../../../kernel/sessions";
import type { FunctionVersion } from "../state";
import { Attendant } from "./attendant";
import { EnvironmentLog } from "./environment-log";
import { LoopGauge } from "./loop-gauge";
import type { Ending, InvocationInput, WorkerInput, WorkerOutput } from "./messages";
import type { StartQueue } from "./start-queue";
import { environmentVariables } from "./variables";

/** How the init phase or an invocation has ended, as Lambda sees it. */
export type Outcome =
  | Ending
  | { readonly kind: "timeout" }
  /** The process has ended by itself; the reason reads like `exit status 1` or `signal: killed`. */
  | { readonly kind: "exit"; readonly reason: string };

/** What an environment needs from its surroundings. */
export interface EnvironmentHost {
  readonly kernel: Kernel;
  /** Path of the worker's main file. */
  readonly bootstrap: string;
  /** In which environments start on the system clock. */
  readonly starts: StartQueue;
  /** Called when a log has something to flush. */
  readonly onLog: (log: EnvironmentLog) => void;
}

/** Why an environment starts: because an invocation wants it, or ahead of any. */
export type Initialization = "on-demand" | "provisioned-concurrency";

/** An invocation as an environment runs it; the methods are called the moment it happens, so that logs are in order. */
export interface Run {
  readonly input: InvocationInput;
  /** What came before it has ended. */
  begin(): void;
  end(outcome: Outcome): void;
}

/** What an environment is to answer. */
interface Work {
  readonly number: number;
  readonly sentAtMs: number;
  readonly run: Run | undefined;
  /** Without an outcome: it has not begun here and never will. */
  readonly answer: (outcome: Outcome | undefined) => void;
}

/** How long the init phase may take when an invocation waits for it. */
const INIT_TIMEOUT_MS = 10_000;
/** And when none does, unless the function has more time for an invocation. */
const PROVISIONED_INIT_TIMEOUT_MS = 130_000;
/** What has run for so long is not about to leave its place to others, whether it computes or not. */
const LONG_RUN_MS = 1_000;

/**
 * One execution environment of a function version: a worker thread that runs one invocation at a time. In real time
 * others may be sent ahead to it, which it begins one after the other; they can be taken back until then.
 */
export class ExecutionEnvironment implements Timed {
  readonly log: EnvironmentLog;
  /** Duration of the init phase until an invocation has reported it. */
  initMs: number | undefined;
  memoryBytes = 0;
  /** How the init phase has ended if the function did not get ready. */
  initFailure: Outcome | undefined;
  private readonly session: Session;
  /** What the worker's connections are known by in virtual time. */
  private readonly clientNumber: number | undefined;
  /** What the function has answered while what it left running goes on. */
  private answered: Outcome | undefined;
  private worker: Worker | undefined;
  private gauge: LoopGauge | undefined;
  private ending: Promise<unknown> | undefined;
  private readonly attendant: Attendant | undefined;
  /** What runs, and behind it what was sent ahead. */
  private readonly underWay: Work[] = [];
  private gone = false;
  /** When the init phase or what runs has begun. */
  private begunAtMs = 0;
  /** How many invocations were sent. */
  private sent = 0;
  private tookMs = Number.POSITIVE_INFINITY;
  private outbox: WorkerInput[] = [];
  /** The number of the invocation that the worker has begun last. */
  private readonly begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  /** @param log - that of the environment whose place it takes; without one, it begins a stream of its own */
  constructor(
    private readonly host: EnvironmentHost,
    readonly version: FunctionVersion,
    readonly initialization: Initialization = "on-demand",
    log?: EnvironmentLog,
  ) {
    const { kernel } = host;
    const { config } = version;
    this.session = kernel.sessions.issue(config.roleArn, config.name);
    const label = kernel.traces.label(config.name);
    this.log =
      log ??
      new EnvironmentLog(
        kernel,
        this.session.principal,
        config.logging.group,
        version.version,
        (line) => kernel.log(`${label}: ${line}`),
        host.onLog,
      );
    if (kernel.virtualTime) {
      this.clientNumber = kernel.clientPorts.register(this.session);
      this.attendant = new Attendant(kernel, label, this.session, (message) => this.post(message));
    }
  }

  /** Whether the worker has ended. */
  get ended(): boolean {
    return this.gone;
  }

  /** How many invocations it may be given for the last to begin within so long, judging by the latest; one if idle. */
  room(waitMs: number): number {
    const room = Math.floor(waitMs / this.tookMs) - this.underWay.length;
    return Math.max(room, this.busy ? 0 : 1);
  }

  /** Whether something is under way. */
  get busy(): boolean {
    return this.underWay.length > 0;
  }

  /** Whether it has computed since it was asked last, with something that is soon over. */
  computes(nowMs: number): boolean {
    const computes = this.gauge?.computes() ?? false;
    return computes && this.busy && nowMs - this.begunAtMs < LONG_RUN_MS;
  }

  /** Starts the worker and waits for the end of the init phase; `initFailure` says whether it went wrong. */
  async init(): Promise<void> {
    const { clock } = this.host.kernel;
    const startMs = clock.now();
    const outcome = await this.start(this.initTimeoutMs);
    this.initMs = clock.now() - startMs;
    if (outcome?.kind === "ready") return;
    this.initFailure = outcome;
    await this.end();
  }

  /** Another one in the place of this one, which has ended: its first invocation begins with the init phase. */
  successor(): ExecutionEnvironment {
    return new ExecutionEnvironment(this.host, this.version, this.initialization, this.log);
  }

  /**
   * Runs an invocation, after those that are under way.
   * @returns undefined when it was taken back before it began
   */
  invoke(run: Run): Promise<Outcome | undefined> {
    const deadlineMs = this.host.kernel.clock.now() + this.timeoutMs;
    return this.worker === undefined ? this.initAndInvoke(run, deadlineMs) : this.send(run, deadlineMs);
  }

  /**
   * Takes back what was sent ahead, unless it has not waited long yet or has begun.
   * @param untilMs - when that was sent which has waited long
   * @returns whether something is still ahead
   */
  takeBack(untilMs: number): boolean {
    const [running, next] = this.underWay;
    if (running === undefined || next === undefined) return false;
    // A thread that has not even come to the first would be no faster for another one beside it.
    const isRunning = Atomics.load(this.begun, 0) >= running.number;
    if (isRunning && next.sentAtMs <= untilMs) this.takeAllBack();
    return this.underWay.length > 1;
  }

  /** Does nothing until the deadline. */
  async hang(deadlineMs: number): Promise<Outcome> {
    this.attendant?.begin();
    const outcome = this.outcome(deadlineMs);
    this.attendant?.hang();
    return (await outcome) ?? { kind: "timeout" };
  }

  /** The deadline has come. */
  timeOut(): void {
    this.takeAllBack();
    this.settle({ kind: "timeout" });
    void this.end();
  }

  /** Ends the worker; what it was about to do does not happen. */
  end(): Promise<unknown> {
    this.exited("signal: killed");
    this.ending ??= this.worker?.terminate();
    return this.ending ?? Promise.resolve();
  }

  /** Both have the time of the invocation together. */
  private async initAndInvoke(run: Run, deadlineMs: number): Promise<Outcome | undefined> {
    run.begin();
    const outcome = await this.start(this.timeoutMs);
    if (outcome?.kind === "ready") {
      return this.send({ input: run.input, begin: () => {}, end: (end) => run.end(end) }, deadlineMs);
    }
    if (outcome !== undefined) run.end(outcome);
    return outcome;
  }

  private send(run: Run, deadlineMs: number): Promise<Outcome | undefined> {
    const turn = this.attendant?.begin() ?? 0;
    const number = ++this.sent;
    if (this.underWay.length === 0) this.begin(run, deadlineMs);
    this.post({ kind: "invoke", input: run.input, deadlineMs, number, turn });
    return new Promise((answer) => {
      this.underWay.push({ number, sentAtMs: this.host.kernel.clock.now(), run, answer });
    });
  }

  /** Starts the worker and waits until it is ready, or will not be. */
  private start(timeoutMs: number): Promise<Outcome | undefined> {
    const turn = this.attendant?.begin() ?? 0;
    const ending = this.outcome(this.host.kernel.clock.now() + timeoutMs);
    try {
      this.worker = this.startWorker(turn);
    } catch (error) {
      // Node refuses, for instance, NODE_OPTIONS that are not for workers.
      this.exited(error instanceof Error ? error.message : String(error));
    }
    return ending;
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
        memoryBytes: config.memoryMb * 1_048_576,
        logFormat: config.logging.format,
        logLevel: config.logging.applicationLevel,
        turn,
        sharedNow: this.attendant?.sharedNow,
        clientPorts: kernel.virtualTime ? kernel.clientPorts.memory : undefined,
        clientNumber: this.clientNumber,
        sharedBegun: this.begun.buffer,
        seed: kernel.virtualTime ? kernel.chance.fork(this.session.accessKeyId).seed : undefined,
      },
    });
    this.gauge = new LoopGauge(worker);
    worker.on("message", (message: WorkerOutput) => this.receive(message));
    worker.on("error", (error) => this.exited(reasonOf(error)));
    worker.on("exit", (code) => this.exited(`exit status ${code}`));
    return worker;
  }

  private get initTimeoutMs(): number {
    return this.initialization === "on-demand"
      ? INIT_TIMEOUT_MS
      : Math.max(PROVISIONED_INIT_TIMEOUT_MS, this.timeoutMs);
  }

  private get timeoutMs(): number {
    return this.version.config.timeoutSeconds * 1_000;
  }

  private outcome(deadlineMs: number): Promise<Outcome | undefined> {
    this.begunAtMs = this.host.kernel.clock.now();
    this.host.kernel.deadlines.set(this, deadlineMs);
    return new Promise((answer) => {
      this.underWay.push({ number: this.sent, sentAtMs: 0, run: undefined, answer });
    });
  }

  private post(message: WorkerInput): void {
    this.outbox.push(message);
    // A worker that idles is woken at once; what comes for a busy one in the same turn of the event loop goes together.
    if (!this.busy || this.host.kernel.virtualTime) this.sendAll();
    else if (this.outbox.length === 1) setImmediate(() => this.sendAll());
  }

  private sendAll(): void {
    if (this.outbox.length === 0) return;
    this.worker?.postMessage(this.outbox);
    this.outbox = [];
  }

  private receive(message: WorkerOutput): void {
    if (this.gone) return;
    if (message.kind === "log") {
      this.log.output(message.atMs, message.text);
    } else if (message.kind === "idle" || message.kind === "probed") {
      this.attendant?.hear(message);
    } else if (message.kind === "signaled") {
      this.exited(`signal: ${message.cause}`);
    } else {
      const { tookMs, memoryBytes = 0 } = message;
      if (message.kind !== "ready") this.tookMs = tookMs;
      this.memoryBytes = Math.max(this.memoryBytes, memoryBytes);
      const { attendant } = this;
      const ends = message.kind === "failure" && message.fatal === true;
      if (attendant === undefined || ends) this.settle(message);
      else if (this.busy) {
        this.answered = message;
        attendant.rest(() => this.settle(message));
      }
    }
  }

  private exited(reason: string): void {
    if (this.gone) return;
    this.gone = true;
    this.host.kernel.sessions.revoke(this.session);
    this.attendant?.leave();
    if (this.clientNumber !== undefined) this.host.kernel.clientPorts.forget(this.clientNumber);
    this.takeAllBack();
    while (this.busy) this.settle({ kind: "exit", reason });
  }

  private begin(run: Run, deadlineMs: number): void {
    this.begunAtMs = this.host.kernel.clock.now();
    this.host.kernel.deadlines.set(this, deadlineMs);
    run.begin();
  }

  private settle(outcome: Outcome): void {
    const work = this.underWay.shift();
    if (work === undefined) return;
    const ended = this.answered ?? outcome;
    this.answered = undefined;
    this.host.kernel.deadlines.clear(this);
    this.attendant?.end();
    work.run?.end(ended);
    work.answer(ended);
    const next = this.underWay[0]?.run;
    if (next !== undefined) this.begin(next, this.host.kernel.clock.now() + this.timeoutMs);
  }

  /** Takes back all but the first; from now on the worker begins only what is sent later. */
  private takeAllBack(): void {
    const begun = Atomics.exchange(this.begun, 0, this.sent);
    const ahead = this.underWay.filter(({ number }, place) => place > 0 && number > begun);
    this.underWay.splice(this.underWay.length - ahead.length);
    this.tookMs = Number.POSITIVE_INFINITY;
    for (const { answer } of ahead) answer(undefined);
  }
}

function reasonOf(error: Error & { code?: string }): string {
  return error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "signal: killed" : String(error);
}
