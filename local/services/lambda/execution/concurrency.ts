import { invalidParameter, tooManyRequests } from "../errors";
import type { LambdaFunction, LambdaState } from "../state";

/** How many invocations an account may run at once unless AWS grants more. */
export const ACCOUNT_LIMIT = 1_000;
/** What reservations must leave to functions without one. */
const LEAST_UNRESERVED = 100;

/** Counts what runs and refuses what would be too much. */
export class Concurrency {
  private readonly running = new Map<LambdaFunction, number>();
  private total = 0;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly state: LambdaState) {}

  /** Whether the function may start one more invocation now. */
  hasRoom(fn: LambdaFunction): boolean {
    if (fn.reservedConcurrency !== undefined) return this.runningOf(fn) < fn.reservedConcurrency;
    return this.total < LEAST_UNRESERVED || this.unreservedRunning() < ACCOUNT_LIMIT - this.reservedTotal();
  }

  /**
   * Takes the place of one invocation; give it back with `release`.
   * @throws AwsError TooManyRequestsException
   */
  acquire(fn: LambdaFunction): void {
    if (!this.hasRoom(fn)) {
      throw tooManyRequests(
        fn.reservedConcurrency === undefined
          ? "ConcurrentInvocationLimitExceeded"
          : "ReservedFunctionConcurrentInvocationLimitExceeded",
      );
    }
    this.running.set(fn, this.runningOf(fn) + 1);
    this.total++;
  }

  release(fn: LambdaFunction): void {
    const left = this.runningOf(fn) - 1;
    if (left > 0) this.running.set(fn, left);
    else this.running.delete(fn);
    this.total--;
    this.changed();
  }

  /** @throws AwsError InvalidParameterValueException when too little would be left to the others */
  reserve(fn: LambdaFunction, reserved: number | undefined): void {
    const others = this.reservedTotal() - (fn.reservedConcurrency ?? 0);
    if (reserved !== undefined && ACCOUNT_LIMIT - others - reserved < LEAST_UNRESERVED) {
      throw invalidParameter(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution " +
          `below its minimum value of [${LEAST_UNRESERVED}].`,
      );
    }
    fn.reservedConcurrency = reserved;
    this.changed();
  }

  /** Calls `listener` whenever there may be room again; the result ends that. */
  onRoom(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  reservedTotal(): number {
    let total = 0;
    for (const { reservedConcurrency } of this.state.functions.values()) total += reservedConcurrency ?? 0;
    return total;
  }

  private unreservedRunning(): number {
    let count = 0;
    for (const [fn, running] of this.running) if (fn.reservedConcurrency === undefined) count += running;
    return count;
  }

  private runningOf(fn: LambdaFunction): number {
    return this.running.get(fn) ?? 0;
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
