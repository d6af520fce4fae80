import { availableParallelism } from "node:os";
import type { Timer } from "../../../kernel/clock";
import type { FunctionVersion } from "../state";
import { type EnvironmentHost, ExecutionEnvironment, type Initialization } from "./execution-environment";

/**
 * Environments that start as soon as they are wanted, as on AWS: enough to keep the processors busy. Beyond that
 * a thread takes longer to start than most invocations take to run, so that one per caller would be slower for all.
 */
const EAGER_ENVIRONMENTS = availableParallelism() + 1;
/** How long an invocation waits for one of them to get free before yet another one starts. */
const PATIENCE_MS = 10;

interface Waiting {
  readonly sinceMs: number;
  take(environment: ExecutionEnvironment): void;
}

/** The execution environments of one version of a function: those that idle are used again, the last one first. */
export class EnvironmentPool {
  private readonly all = new Set<ExecutionEnvironment>();
  private idle: ExecutionEnvironment[] = [];
  private readonly waiting: Waiting[] = [];
  private starting = 0;
  private growth: Timer | undefined;
  private retired = false;

  constructor(
    private readonly host: EnvironmentHost,
    private readonly version: FunctionVersion,
  ) {}

  /** A warm environment, if one is free. */
  takeIdle(): ExecutionEnvironment | undefined {
    for (;;) {
      const environment = this.idle.pop();
      if (environment?.ended !== true) return environment;
      this.all.delete(environment);
    }
  }

  /** An environment as soon as there is one; its init phase may have failed. */
  take(): Promise<ExecutionEnvironment> {
    const idle = this.takeIdle();
    if (idle !== undefined) return Promise.resolve(idle);
    // In virtual time whether another one gets free soon must not decide anything.
    if (this.host.kernel.virtualTime || this.all.size < EAGER_ENVIRONMENTS) return this.start();
    return new Promise((take) => {
      this.waiting.push({ sinceMs: this.host.kernel.clock.now(), take });
      this.growSoon();
    });
  }

  /** Gives an environment back after an invocation. */
  giveBack(environment: ExecutionEnvironment): void {
    if (environment.ended) this.all.delete(environment);
    const next =
      environment.ended && environment.initFailure === undefined ? undefined : this.waiting.shift();
    if (next !== undefined) next.take(environment);
    else if (this.retired) this.discard(environment);
    else if (!environment.ended) this.idle.push(environment);
  }

  /** Ends an environment that is not to be used again. */
  discard(environment: ExecutionEnvironment): void {
    this.all.delete(environment);
    void environment.end();
  }

  /** Starts environments until at least so many are there, or one does not get ready. */
  async warm(count: number): Promise<void> {
    while (this.all.size < count) {
      const environment = await this.start("provisioned-concurrency");
      this.giveBack(environment);
      if (environment.initFailure !== undefined) break;
    }
  }

  /** Ends what idles now and what is under way when it is done. */
  retire(): void {
    this.retired = true;
    for (const environment of this.idle) this.discard(environment);
    this.idle = [];
  }

  /** Ends everything at once. */
  async close(): Promise<void> {
    this.growth?.cancel();
    this.retired = true;
    await Promise.all([...this.all].map((environment) => environment.end()));
    this.all.clear();
    this.idle = [];
  }

  private async start(initialization?: Initialization): Promise<ExecutionEnvironment> {
    const environment = new ExecutionEnvironment(this.host, this.version, initialization);
    this.all.add(environment);
    this.starting++;
    await environment.init();
    this.starting--;
    if (environment.ended) this.all.delete(environment);
    return environment;
  }

  private growSoon(): void {
    const { clock } = this.host.kernel;
    this.growth ??= clock.at(
      clock.now() + PATIENCE_MS,
      () => {
        this.growth = undefined;
        this.grow();
        if (this.waiting.length > 0) this.growSoon();
      },
      "in-flight",
    );
  }

  private grow(): void {
    const untilMs = this.host.kernel.clock.now() - PATIENCE_MS;
    const impatient = this.waiting.filter(({ sinceMs }) => sinceMs <= untilMs).length;
    for (let missing = impatient - this.starting; missing > 0; missing--) {
      this.host.kernel.work.spawn(`start ${this.version.config.name}`, async () =>
        this.giveBack(await this.start()),
      );
    }
  }
}
