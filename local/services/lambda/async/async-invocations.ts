import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Invoker } from "../execution/invoker";
import type { EventInvokeConfig, LambdaFunction, LambdaState } from "../state";
import { type AsyncResult, Destinations } from "./destinations";

/** An event that nobody waits for. */
export interface AsyncEvent {
  readonly functionName: string;
  readonly qualifier: string;
  readonly payload: string;
  readonly requestId: string;
  readonly traceId: string;
}

interface Attempt extends AsyncEvent {
  readonly acceptedAtMs: number;
  /** Times the function has run. */
  readonly runs: number;
  /** Times it could not, in a row. */
  readonly throttles: number;
}

/** How long Lambda waits before it runs a function once more after an error: first, then. */
const RETRY_DELAYS_MS = [60_000, 120_000];
const FIRST_THROTTLE_DELAY_MS = 1_000;
const LONGEST_THROTTLE_DELAY_MS = 300_000;

/** What holds where no aws_lambda_function_event_invoke_config says otherwise. */
const DEFAULTS: EventInvokeConfig = {
  maxRetries: 2,
  maxAgeSeconds: 21_600,
  onSuccess: undefined,
  onFailure: undefined,
  modifiedAtMs: 0,
};

/** The queue between asynchronous callers and functions, with its retries and destinations. */
export class AsyncInvocations {
  private readonly destinations: Destinations;

  constructor(
    private readonly kernel: Kernel,
    private readonly state: LambdaState,
    private readonly invoker: Invoker,
  ) {
    this.destinations = new Destinations(kernel);
  }

  /** Takes an event; the function runs later. */
  accept(event: AsyncEvent): void {
    const attempt = { ...event, acceptedAtMs: this.kernel.clock.now(), runs: 0, throttles: 0 };
    this.spawn(attempt);
    // Lambda's queue delivers at least once.
    if (this.kernel.faults.strike("lambda:Invoke", this.arn(event), "duplicate") !== undefined)
      this.spawn(attempt);
  }

  private spawn(attempt: Attempt): void {
    this.kernel.work.spawn(`asynchronous invocation of ${attempt.functionName}`, () => this.run(attempt));
  }

  private async run(attempt: Attempt): Promise<void> {
    const fn = this.state.functions.get(attempt.functionName);
    if (fn === undefined) return;
    const config = fn.invokeConfigs.get(attempt.qualifier || "$LATEST") ?? DEFAULTS;
    if (this.ageMs(attempt) > config.maxAgeSeconds * 1_000) {
      return this.fail(fn, config, attempt, "EventAgeExceeded", undefined);
    }
    // With a reservation of zero Lambda does not wait for better times.
    if (fn.reservedConcurrency === 0) return this.fail(fn, config, attempt, "RetriesExhausted", undefined);
    try {
      await this.runOnce(fn, config, attempt);
    } catch (error) {
      if (!(error instanceof AwsError) || error.httpStatus !== 429) throw error;
      const delayMs = Math.min(FIRST_THROTTLE_DELAY_MS * 2 ** attempt.throttles, LONGEST_THROTTLE_DELAY_MS);
      this.again({ ...attempt, throttles: attempt.throttles + 1 }, config, delayMs);
    }
  }

  private async runOnce(fn: LambdaFunction, config: EventInvokeConfig, attempt: Attempt): Promise<void> {
    const version = this.state.version(fn, attempt.qualifier, () => this.kernel.ids.next());
    const target = { fn, version, invokedArn: this.arn(attempt) };
    const { payload, functionError } = await this.invoker.invoke(target, attempt);
    const next: Attempt = { ...attempt, runs: attempt.runs + 1, throttles: 0 };
    const result = { executedVersion: version.version, functionError, payload };
    if (functionError === undefined) {
      await this.destinations.succeeded(fn, config, this.result(next, "Success", result));
    } else if (attempt.runs < config.maxRetries) {
      this.again(next, config, RETRY_DELAYS_MS[attempt.runs] ?? 0);
    } else {
      await this.fail(fn, config, next, "RetriesExhausted", result);
    }
  }

  private again(attempt: Attempt, config: EventInvokeConfig, delayMs: number): void {
    const { clock } = this.kernel;
    const expiresAtMs = attempt.acceptedAtMs + config.maxAgeSeconds * 1_000 + 1;
    clock.at(Math.min(clock.now() + delayMs, expiresAtMs), () => this.spawn(attempt), "later");
  }

  private fail(
    fn: LambdaFunction,
    config: EventInvokeConfig,
    attempt: Attempt,
    condition: "RetriesExhausted" | "EventAgeExceeded",
    response: AsyncResult["response"],
  ): Promise<void> {
    return this.destinations.failed(fn, config, this.result(attempt, condition, response));
  }

  private result(
    attempt: Attempt,
    condition: AsyncResult["condition"],
    response: AsyncResult["response"],
  ): AsyncResult {
    const { requestId, traceId, payload, qualifier, runs } = attempt;
    const functionArn = qualifier === "" ? `${this.arn(attempt)}:$LATEST` : this.arn(attempt);
    return { requestId, traceId, functionArn, condition, runs, payload, response };
  }

  private ageMs({ acceptedAtMs }: Attempt): number {
    return this.kernel.clock.now() - acceptedAtMs;
  }

  private arn({ functionName, qualifier }: AsyncEvent): string {
    return this.kernel.arn("lambda", `function:${functionName}${qualifier === "" ? "" : `:${qualifier}`}`);
  }
}
