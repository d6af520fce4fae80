import type { Kernel } from "../../../kernel/kernel";
import { invalidRequestContent } from "../errors";
import type { FunctionVersion, LambdaFunction, LambdaState } from "../state";
import type { Concurrency } from "./concurrency";
import { type Deadlines, ExactDeadlines, SharedDeadlines } from "./deadlines";
import type { EnvironmentLog } from "./environment-log";
import type { EnvironmentHost, ExecutionEnvironment, Outcome } from "./execution-environment";
import { type FaultPlan, faultPlan } from "./fault-plan";
import { endLines, endOfEnvironment, outcomePayload, startLine } from "./log-lines";
import { EnvironmentPool } from "./pool";
import { bootstrapPath } from "./runtime-folder";

/** What is to be run. */
export interface Target {
  readonly fn: LambdaFunction;
  readonly version: FunctionVersion;
  /** The ARN as the caller named it. */
  readonly invokedArn: string;
}

export interface InvocationRequest {
  readonly requestId: string;
  readonly traceId: string;
  /** The event as JSON. */
  readonly payload: string;
  /** As JSON. */
  readonly clientContext?: string | undefined;
  /** Whether the result is to carry the end of the log. */
  readonly tail?: boolean;
}

export interface InvocationResult {
  /** The answer, or with `functionError` what went wrong, as JSON. */
  readonly payload: string;
  readonly functionError?: "Unhandled";
  readonly logTail?: string;
}

/** How long log lines may gather in real time before they show, in milliseconds. */
const LOG_DELAY_MS = 100;

/** Runs invocations in execution environments and keeps their logs. */
export class Invoker {
  private readonly pools = new Map<FunctionVersion, EnvironmentPool>();
  private readonly host: EnvironmentHost;
  private readonly unflushed = new Set<EnvironmentLog>();

  constructor(
    private readonly kernel: Kernel,
    private readonly state: LambdaState,
    private readonly concurrency: Concurrency,
  ) {
    const { clock } = kernel;
    const deadlines: Deadlines = kernel.virtualTime ? new ExactDeadlines(clock) : new SharedDeadlines(clock);
    this.host = { kernel, deadlines, bootstrap: bootstrapPath(), onLog: (log) => this.flushSoon(log) };
  }

  /**
   * Runs an invocation and waits for its result.
   * @param held - whether the caller has acquired the place among the function's invocations, and releases it
   * @throws AwsError TooManyRequestsException, InvalidRequestContentException
   */
  async invoke(target: Target, request: InvocationRequest, held = false): Promise<InvocationResult> {
    if (!held) this.concurrency.acquire(target.fn);
    try {
      const pool = this.pool(target.version);
      const environment = pool.takeIdle() ?? (await pool.take());
      const result = await this.run(environment, target, request);
      if (environment.initFailure === undefined) pool.giveBack(environment);
      else pool.discard(environment);
      return result;
    } finally {
      if (!held) this.concurrency.release(target.fn);
    }
  }

  /** Starts environments ahead of invocations. */
  warm(version: FunctionVersion, count: number): Promise<void> {
    return this.pool(version).warm(count);
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

  /** Ends every environment. */
  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
    this.pools.clear();
  }

  private pool(version: FunctionVersion): EnvironmentPool {
    let pool = this.pools.get(version);
    if (pool === undefined) {
      pool = new EnvironmentPool(this.host, version);
      this.pools.set(version, pool);
    }
    return pool;
  }

  private async run(
    environment: ExecutionEnvironment,
    target: Target,
    request: InvocationRequest,
  ): Promise<InvocationResult> {
    const { log } = environment;
    const { clock } = this.kernel;
    const startMs = clock.now();
    if (request.tail === true) log.beginTail();
    log.platform(startLine(target.version, request.requestId, startMs));
    const outcome =
      environment.initFailure ??
      (await this.attempt(environment, target, request, startMs, faultPlan(this.kernel, target.version)));
    const lastWords = endOfEnvironment(environment, request, outcome, clock.now());
    if (lastWords !== undefined) log.lastWords(lastWords);
    const lines = endLines(environment, request, outcome, startMs, clock.now());
    for (const line of lines) log.platform(line);
    if (this.kernel.virtualTime) await log.flush();
    if (outcome.kind === "unreadable") throw invalidRequestContent(outcome.message);
    const logTail = request.tail === true ? { logTail: log.endTail() } : {};
    return outcome.kind === "result"
      ? { payload: outcome.payload, ...logTail }
      : {
          payload: outcomePayload(environment, request, outcome, clock.now()),
          functionError: "Unhandled",
          ...logTail,
        };
  }

  /** Runs the function, with what is to go wrong on purpose before or after it. */
  private async attempt(
    environment: ExecutionEnvironment,
    target: Target,
    request: InvocationRequest,
    startMs: number,
    plan: FaultPlan | undefined,
  ): Promise<Outcome> {
    const { timeoutSeconds, tracing } = target.version.config;
    const deadlineMs = startMs + timeoutSeconds * 1_000;
    if (plan?.effect === "error") return { kind: "failure", payload: plan.payload };
    let outcome: Outcome | undefined;
    if (plan === undefined || plan.afterHandler) {
      const sampled = tracing === "Active" ? 1 : 0;
      outcome = await environment.invoke({
        requestId: request.requestId,
        payload: request.payload,
        deadlineMs,
        traceHeader: `Root=${request.traceId};Parent=${this.kernel.ids.text(16)};Sampled=${sampled}`,
        invokedArn: target.invokedArn,
        clientContext: request.clientContext,
      });
    }
    if (plan?.effect === "timeout" && !environment.ended) outcome = await environment.hang(deadlineMs);
    if (plan?.effect === "crash") outcome = { kind: "exit", reason: "signal: killed" };
    if (outcome?.kind === "exit" || (outcome?.kind === "failure" && outcome.fatal === true)) {
      await environment.end();
    }
    return outcome ?? { kind: "timeout" };
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
