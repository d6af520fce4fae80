import type { Timer } from "../../../kernel/clock";
import { AwsError } from "../../../kernel/errors";
import { type Kernel, traceIdOf } from "../../../kernel/kernel";
import type { Concurrency } from "../execution/concurrency";
import type { InvocationResult } from "../execution/invocation";
import type { Invoker } from "../execution/invoker";
import type { LambdaFunction, LambdaState } from "../state";
import { failedItems } from "./batch-response";
import { Gathering } from "./gathering";
import type { MappingConfig, MappingStatus } from "./mapping";
import { passesFilters } from "./record-filter";
import { SqsClient } from "./sqs-client";
import { type SqsRecord, splitBySize, sqsRecord } from "./sqs-records";

/** What a poller needs of the service. */
export interface PollerParts {
  readonly kernel: Kernel;
  readonly state: LambdaState;
  readonly concurrency: Concurrency;
  readonly invoker: Invoker;
}

/** Batches that Lambda's pollers begin with; AWS adds more the longer a queue stays full. */
const USUAL_CONCURRENCY = 5;
/** How long a poll that failed keeps others from trying. */
const PROBLEM_PAUSE_MS = 60_000;

/**
 * Works a queue through a function: receives when the queue has something and the function has room, deletes what
 * went well and leaves the rest to its visibility timeout.
 */
export class SqsPoller {
  private readonly queue: SqsClient;
  private readonly gathering: Gathering;
  private readonly unsubscribe: (() => void)[] = [];
  private batches = 0;
  private receiving = false;
  private signals = 0;
  private empty = false;
  private accessChecked = false;
  private pause: Timer | undefined;
  private stopped = false;

  constructor(
    private readonly parts: PollerParts,
    private readonly config: MappingConfig,
    private readonly status: MappingStatus,
  ) {
    const { kernel } = parts;
    this.gathering = new Gathering(kernel);
    this.queue = new SqsClient(kernel, config.sourceArn, () => ({
      type: "role",
      arn: this.fn()?.latest.config.roleArn ?? "",
      session: config.functionName,
    }));
  }

  start(): void {
    const { kernel, concurrency } = this.parts;
    this.unsubscribe.push(
      kernel.wakeups.listen(this.config.sourceArn, () => this.signal()),
      concurrency.onRoom(() => this.poll()),
    );
    this.poll();
  }

  /** Receives no more; batches under way are finished. */
  stop(): void {
    this.stopped = true;
    this.pause?.cancel();
    for (const end of this.unsubscribe.splice(0)) end();
    this.gathering.nudge();
  }

  /** The queue has something new. */
  private signal(): void {
    this.signals++;
    this.empty = false;
    this.gathering.nudge();
    this.poll();
  }

  private poll(): void {
    const fn = this.fn();
    const limit = this.config.maximumConcurrency ?? USUAL_CONCURRENCY;
    if (this.stopped || this.receiving || this.empty || this.pause !== undefined) return;
    if (this.batches >= limit || fn === undefined || !this.parts.concurrency.hasRoom(fn)) return;
    this.receiving = true;
    this.batches++;
    // The place is taken before messages are, so that none is received that cannot be processed.
    const holds = this.config.windowSeconds === 0;
    if (holds) this.parts.concurrency.acquire(fn);
    this.parts.kernel.work.spawn(`poll for ${fn.name}`, () => this.work(fn, holds));
  }

  private async work(fn: LambdaFunction, holds: boolean): Promise<void> {
    try {
      const records = await this.receive();
      this.receiving = false;
      // There may be more than fits into one batch.
      this.poll();
      for (const run of splitBySize(records)) await this.process(fn, run, holds);
    } catch (error) {
      this.problem(error);
    } finally {
      this.receiving = false;
      this.batches--;
      if (holds) this.parts.concurrency.release(fn);
      this.poll();
    }
  }

  /** Receives one batch: what is there at once, or with a window what comes until it closes. */
  private async receive(): Promise<readonly SqsRecord[]> {
    const { batchSize, windowSeconds } = this.config;
    const { clock } = this.parts.kernel;
    if (!this.accessChecked) await this.queue.checkAccess();
    this.accessChecked = true;
    const batch: SqsRecord[] = [];
    let closesAtMs: number | undefined;
    while (!this.stopped) {
      const signals = this.signals;
      const messages = await this.queue.receive(batchSize - batch.length);
      batch.push(...(await this.filter(messages.map((one) => sqsRecord(one, this.config.sourceArn)))));
      if (windowSeconds === 0) {
        this.empty = messages.length === 0 && signals === this.signals;
        if (messages.length === 0 || batch.length > 0) break;
      } else {
        if (batch.length > 0) closesAtMs ??= clock.now() + windowSeconds * 1_000;
        if (batch.length >= batchSize) break;
        if (closesAtMs !== undefined && clock.now() >= closesAtMs) break;
        if (messages.length > 0 || signals !== this.signals) continue;
        this.empty = true;
        if (closesAtMs === undefined) break;
        await this.gathering.wait(closesAtMs);
      }
    }
    return batch;
  }

  /** Drops what no filter lets pass: it counts as processed. */
  private async filter(records: readonly SqsRecord[]): Promise<readonly SqsRecord[]> {
    const passing = records.filter((record) => passesFilters(this.config.filters, record));
    if (passing.length < records.length) {
      await this.queue.delete(records.filter((record) => !passing.includes(record)));
    }
    return passing;
  }

  private async process(fn: LambdaFunction, records: readonly SqsRecord[], held: boolean): Promise<void> {
    const { functionError, payload } = await this.invoke(fn, records, held);
    this.status.lastResult = functionError === undefined ? "OK" : "PROBLEM: Function call failed";
    if (functionError !== undefined) return;
    const failed = this.config.reportsItemFailures
      ? failedItems(
          payload,
          records.map(({ messageId }) => messageId),
        )
      : new Set<string>();
    await this.queue.delete(records.filter(({ messageId }) => !failed.has(messageId)));
  }

  private async invoke(
    fn: LambdaFunction,
    records: readonly SqsRecord[],
    held: boolean,
  ): Promise<InvocationResult> {
    const { kernel, state, invoker } = this.parts;
    const { qualifier, functionArn } = this.config;
    const traceIds = new Set(records.map(({ attributes }) => traceIdOf(attributes["AWSTraceHeader"])));
    const [traceId = kernel.newTraceId()] = traceIds;
    const version = state.version(fn, qualifier, () => kernel.ids.next());
    const payload = JSON.stringify({ Records: records });
    const result = await invoker.invoke(
      { fn, version, invokedArn: functionArn },
      { requestId: kernel.ids.uuid(), traceId, payload },
      held,
    );
    for (const id of traceIds) {
      kernel.traces.record({
        traceId: id ?? traceId,
        atMs: kernel.clock.now(),
        from: kernel.traces.label(this.config.sourceArn.split(":")[5] ?? ""),
        action: "lambda:InvokeFunction",
        resource: functionArn,
        outcome: result.functionError === undefined ? "ok" : "error",
        ...(result.functionError === undefined ? {} : { reason: result.payload }),
        payload,
        payloadBytes: payload.length,
      });
    }
    return result;
  }

  private problem(error: unknown): void {
    const { clock, log } = this.parts.kernel;
    const reason = error instanceof Error ? error.message : String(error);
    this.status.lastResult = `PROBLEM: ${reason}`;
    this.accessChecked = false;
    log(`${this.config.functionName} does not get what is in ${this.config.sourceArn}: ${reason}`);
    // A throttled batch comes back by its visibility timeout; the next one waits for room.
    if (this.stopped || (error instanceof AwsError && error.httpStatus === 429)) return;
    this.pause ??= clock.at(
      clock.now() + PROBLEM_PAUSE_MS,
      () => {
        this.pause = undefined;
        this.signal();
      },
      "later",
    );
  }

  private fn(): LambdaFunction | undefined {
    return this.parts.state.functions.get(this.config.functionName);
  }
}
