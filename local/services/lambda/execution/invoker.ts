import type { Kernel } from "../../../kernel/kernel";
import { cloudClosed } from "../errors";
import type { FunctionVersion, LambdaState } from "../state";
import type { Concurrency } from "./concurrency";
import type { EnvironmentLog } from "./environment-log";
import type { EnvironmentHost, ExecutionEnvironment, Outcome } from "./execution-environment";
import { type FaultPlan, faultPlan } from "./fault-plan";
import { Invocation, type InvocationRequest, type InvocationResult, type Target } from "./invocation";
import { EnvironmentPool } from "./pool";
import { bootstrapPath } from "./runtime-folder";
import { StartQueue } from "./start-queue";

/** How long log lines may gather in real time before they show, in milliseconds. */
const LOG_DELAY_MS = 100;

/** Runs invocations in execution environments and keeps their logs. */
export class Invoker {
  private readonly pools = new Map<FunctionVersion, EnvironmentPool>();
  private readonly host: EnvironmentHost;
  private readonly unflushed = new Set<EnvironmentLog>();
  private closed = false;

  constructor(
    private readonly kernel: Kernel,
    private readonly state: LambdaState,
    private readonly concurrency: Concurrency,
  ) {
    this.host = {
      kernel,
      bootstrap: bootstrapPath(),
      starts: new StartQueue(kernel.clock),
      onLog: (log) => this.flushSoon(log),
    };
  }

  /**
   * Runs an invocation and waits for its result.
   * @param held - whether the caller has acquired the place among the function's invocations, and releases it
   * @throws AwsError TooManyRequestsException, InvalidRequestContentException; ServiceException once the cloud closes
   */
  async invoke(target: Target, request: InvocationRequest, held = false): Promise<InvocationResult> {
    if (!held) this.concurrency.acquire(target.fn);
    try {
      const pool = this.pool(target.version);
      let result: InvocationResult | undefined;
      while (result === undefined) result = await this.attempt(pool, target, request);
      return result;
    } finally {
      if (!held) this.concurrency.release(target.fn);
    }
  }

  /** Starts environments ahead of invocations. */
  async warm(version: FunctionVersion, count: number): Promise<void> {
    await this.pool(version).warm(count);
  }

  /** Lets go of the environments of versions that do not exist any more; what is under way is finished. */
  prune(): void {
    const present = new Set<FunctionVersion>();
    for (const { latest, published } of this.state.functions.values()) {
      present.add(latest);
      for (const version of published.values()) present.add(version);
    }
    for (const [version, pool] of this.pools) {
      if (present.has(version)) continue;
      pool.retire();
      this.pools.delete(version);
    }
  }

  /** Ends every environment, and starts none any more. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
    this.pools.clear();
  }

  private pool(version: FunctionVersion): EnvironmentPool {
    if (this.closed) throw cloudClosed();
    let pool = this.pools.get(version);
    if (pool === undefined) {
      pool = new EnvironmentPool(this.host, version);
      this.pools.set(version, pool);
    }
    return pool;
  }

  /** @returns undefined when the invocation was taken back before it began */
  private async attempt(
    pool: EnvironmentPool,
    target: Target,
    request: InvocationRequest,
  ): Promise<InvocationResult | undefined> {
    const { kernel } = this;
    const environment = pool.takeNow() ?? (await pool.take());
    const plan = environment.initFailure === undefined ? faultPlan(kernel, target.version) : undefined;
    const invocation = new Invocation(kernel, environment, target, request);
    let outcome = environment.initFailure;
    if (outcome === undefined && plan === undefined) {
      outcome = await environment.invoke(invocation);
    } else {
      invocation.begin();
      if (plan !== undefined) outcome = await goWrong(environment, invocation, plan, kernel.clock.now());
      if (outcome !== undefined) invocation.end(outcome);
    }
    if (outcome?.kind === "exit" || (outcome?.kind === "failure" && outcome.fatal === true)) {
      await environment.end();
    }
    if (kernel.virtualTime) await environment.log.flush();
    if (environment.initFailure === undefined) pool.giveBack(environment);
    else pool.discard(environment);
    return outcome && invocation.result;
  }

  private flushSoon(log: EnvironmentLog): void {
    // In virtual time the end of each invocation flushes.
    if (this.kernel.virtualTime) return;
    this.unflushed.add(log);
    if (this.unflushed.size > 1) return;
    this.kernel.clock.at(this.kernel.clock.now() + LOG_DELAY_MS, () => {
      for (const one of this.unflushed) this.kernel.work.spawn("write function logs", () => one.flush());
      this.unflushed.clear();
    });
  }
}

/** What is planned happens, after the function has run or instead. */
async function goWrong(
  environment: ExecutionEnvironment,
  { input }: Invocation,
  plan: FaultPlan,
  startMs: number,
): Promise<Outcome> {
  if (plan.effect === "error") return { kind: "failure", payload: plan.payload };
  let outcome: Outcome | undefined;
  if (plan.afterHandler) outcome = await environment.invoke({ input, begin: () => {}, end: () => {} });
  if (plan.effect === "crash") return { kind: "exit", reason: "signal: killed" };
  if (!environment.ended) {
    outcome = await environment.hang(startMs + environment.version.config.timeoutSeconds * 1_000);
  }
  return outcome ?? { kind: "timeout" };
}
