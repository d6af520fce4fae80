import { availableParallelism } from "node:os";
import type { Timer } from "../../../kernel/clock";
import { cloudClosed } from "../errors";
import type { FunctionVersion } from "../state";
import { type EnvironmentHost, ExecutionEnvironment, type Initialization } from "./execution-environment";
import { initTimeoutLine } from "./log-lines";
import { STARTS_AT_ONCE } from "./start-queue";

/**
 * Environments that start as soon as they are wanted, as on AWS: enough to keep the processors busy. Beyond that
 * a thread takes longer to start than most invocations take to run, so that one per caller would be slower for all.
 */
const PROCESSORS = availableParallelism();
const EAGER_ENVIRONMENTS = PROCESSORS + 1;
/** How long an invocation waits for one of them to get free before yet another one starts. */
const PATIENCE_MS = 10;
/** How long an environment may idle before it ends, twice that at most. AWS keeps them for minutes, too. */
const SPARE_MS = 60_000;
/** Up to here waiting behind others takes less than to wake another thread, which has no processor to itself anyway. */
const SHORT_WAIT_MS = 1;

interface Waiting {
  readonly sinceMs: number;
  take(environment: ExecutionEnvironment): void;
  refuse(error: Error): void;
}

/** The execution environments of one version of a function: those that idle are used again, the last one first. */
export class EnvironmentPool {
  private readonly all = new Set<ExecutionEnvironment>();
  private idle: ExecutionEnvironment[] = [];
  /** The one that was taken last. */
  private latest: ExecutionEnvironment | undefined;
  private readonly waiting: Waiting[] = [];
  private starting = 0;
  /** How many starts wait for their turn. */
  private queued = 0;
  private look: Timer | undefined;
  private sweep: Timer | undefined;
  /** The fewest that idled at once since the last sweep: so many were not needed. */
  private leastIdle = 0;
  /** How many are to stay warm. */
  private kept = 1;
  private retired = false;
  private closed = false;

  constructor(
    private readonly host: EnvironmentHost,
    private readonly version: FunctionVersion,
  ) {}

  /** A warm environment, if one is free, or about to be. */
  takeNow(): ExecutionEnvironment | undefined {
    const environment = this.almostFree() ?? this.takeIdle();
    if (environment !== undefined) this.latest = environment;
    return environment;
  }

  /**
   * An environment as soon as there is one; its init phase may have failed, or be left to the invocation.
   * @throws AwsError ServiceException once the pool is closed
   */
  async take(): Promise<ExecutionEnvironment> {
    if (this.closed) throw cloudClosed();
    // In virtual time whether another one gets free soon must not decide anything.
    if (this.host.kernel.virtualTime) return this.start();
    return new Promise((take, refuse) => {
      this.waiting.push({ sinceMs: this.host.kernel.clock.now(), take, refuse });
      if (this.all.size + this.queued < EAGER_ENVIRONMENTS) this.startInTurn();
      else this.lookSoon();
    });
  }

  /** Gives an environment back after an invocation; while others were sent ahead to it, it goes on with them. */
  giveBack(environment: ExecutionEnvironment): void {
    if (environment.ended) this.all.delete(environment);
    const usable = !environment.ended || environment.initFailure !== undefined;
    const next = usable ? this.waiting.splice(0, this.room(environment)) : [];
    for (const one of next) one.take(environment);
    if (next.length > 0 || environment.busy) return;
    if (this.retired) this.discard(environment);
    else if (!environment.ended) {
      this.idle.push(environment);
      this.sweepLater();
    }
  }

  /** Ends an environment that is not to be used again. */
  discard(environment: ExecutionEnvironment): void {
    this.all.delete(environment);
    void environment.end();
  }

  /** Starts environments until at least so many are there, or one does not get ready; so many stay. */
  async warm(count: number): Promise<void> {
    const { kernel, starts } = this.host;
    this.kept = Math.max(this.kept, count);
    const start = () => this.start("provisioned-concurrency");
    while (this.all.size < count && !this.closed) {
      const environment = await (kernel.virtualTime ? start() : starts.run(start));
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

  /** Ends everything at once; who waits is refused. */
  async close(): Promise<void> {
    this.look?.cancel();
    this.sweep?.cancel();
    this.retired = true;
    this.closed = true;
    for (const { refuse } of this.waiting.splice(0)) refuse(cloudClosed());
    await Promise.all([...this.all].map((environment) => environment.end()));
    this.all.clear();
    this.idle = [];
  }

  /** The environment that is awake anyway, if it has room for an invocation that is sent ahead. */
  private almostFree(): ExecutionEnvironment | undefined {
    const { latest } = this;
    if (latest?.busy !== true || this.waiting.length > 0 || this.room(latest) === 0) return undefined;
    this.lookSoon();
    return latest;
  }

  /** How many invocations an environment may be given now. */
  private room(environment: ExecutionEnvironment): number {
    const { faults, virtualTime } = this.host.kernel;
    // What goes wrong on purpose must take no others along; in virtual time nothing may depend on how long it took.
    const alone = virtualTime || faults.anyInForce;
    return alone ? Number(!environment.busy) : environment.room(SHORT_WAIT_MS);
  }

  private takeIdle(): ExecutionEnvironment | undefined {
    for (;;) {
      const environment = this.idle.pop();
      this.leastIdle = Math.min(this.leastIdle, this.idle.length);
      if (environment?.ended !== true) return environment;
      this.all.delete(environment);
    }
  }

  private async start(initialization?: Initialization): Promise<ExecutionEnvironment> {
    const environment = new ExecutionEnvironment(this.host, this.version, initialization);
    this.all.add(environment);
    this.starting++;
    await environment.init();
    this.starting--;
    if (environment.ended) this.all.delete(environment);
    return environment.initFailure?.kind === "timeout" ? this.secondChance(environment) : environment;
  }

  /** An init phase that took too long runs again with the invocation that waits for it, and has the function's time. */
  private secondChance(environment: ExecutionEnvironment): ExecutionEnvironment {
    environment.log.platform(initTimeoutLine(environment, this.host.kernel.clock.now()));
    if (this.closed || environment.initialization === "provisioned-concurrency") return environment;
    const successor = environment.successor();
    this.all.add(successor);
    return successor;
  }

  /** Starts one more for who waits then, when its turn among all starts of the cloud has come. */
  private startInTurn(): void {
    const { kernel, starts } = this.host;
    this.queued++;
    kernel.work.spawn(`start ${this.version.config.name}`, () =>
      starts.run(async () => {
        this.queued--;
        if (this.waiting.length > this.starting) this.giveBack(await this.start());
      }),
    );
  }

  /** Looks, as long as somebody waits, whether it takes too long. */
  private lookSoon(): void {
    if (this.look !== undefined || this.closed) return;
    const { clock } = this.host.kernel;
    this.computing();
    this.look = clock.at(
      clock.now() + PATIENCE_MS,
      () => {
        this.look = undefined;
        const untilMs = clock.now() - PATIENCE_MS;
        let someAhead = false;
        for (const environment of this.all) someAhead = environment.takeBack(untilMs) || someAhead;
        this.grow(untilMs);
        if (someAhead || this.waiting.length > 0) this.lookSoon();
      },
      "in-flight",
    );
  }

  private grow(untilMs: number): void {
    const impatient = this.waiting.filter(({ sinceMs }) => sinceMs <= untilMs).length;
    const missing = Math.min(impatient - this.starting, STARTS_AT_ONCE) - this.queued;
    // Where all processors compute, another thread would serve nobody sooner.
    if (missing <= 0 || this.computing() >= PROCESSORS) return;
    for (let count = missing; count > 0; count--) this.startInTurn();
  }

  /** How many have computed since it was asked last. */
  private computing(): number {
    const nowMs = this.host.kernel.clock.now();
    let count = 0;
    for (const environment of this.all) if (environment.computes(nowMs)) count++;
    return count;
  }

  /** Ends, after a while, what has idled all the while. */
  private sweepLater(): void {
    const { clock, virtualTime } = this.host.kernel;
    if (virtualTime || this.sweep !== undefined || this.idle.length <= this.kept) return;
    this.leastIdle = this.idle.length;
    this.sweep = clock.at(clock.now() + SPARE_MS, () => {
      this.sweep = undefined;
      const spare = Math.max(0, this.leastIdle - this.kept);
      // Those in front were given back first.
      for (const environment of this.idle.splice(0, spare)) this.discard(environment);
      this.sweepLater();
    });
  }
}
