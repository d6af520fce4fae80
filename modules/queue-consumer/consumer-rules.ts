import type { ConfigCheck } from "../config-check";
import type { PlatformFunction } from "../function";

/** AWS advises six function timeouts, so that throttled invocations can be retried before redelivery. */
const VISIBILITY_TIMEOUT_FACTOR = 6;
/** Batches of a queue that Lambda works at the same time at least. */
const LEAST_CONCURRENCY = 2;

/** The consumer's numbers, defaults filled in. */
export interface ConsumerNumbers {
  readonly consumer: PlatformFunction;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  readonly maxConcurrency: number | undefined;
  readonly secondsPerMessage: number | undefined;
}

/** The least visibility timeout of a queue whose consumer has this timeout and batch window. */
export function requiredVisibilitySeconds(timeoutSeconds: number, batchWindowSeconds: number): number {
  return VISIBILITY_TIMEOUT_FACTOR * timeoutSeconds + batchWindowSeconds;
}

/** Holds a consumer's numbers to Lambda's rules. */
export function checkConsumer(check: ConfigCheck, numbers: ConsumerNumbers): void {
  const { consumer, batchSize, batchWindowSeconds, maxConcurrency, secondsPerMessage } = numbers;
  const sizeKnown = check.integer("batchSize", batchSize, 1, 10_000);
  const windowKnown = check.integer("batchWindowSeconds", batchWindowSeconds, 0, 300);
  check.integer("maxConcurrency", maxConcurrency, LEAST_CONCURRENCY, 1000);
  check.integer("secondsPerMessage", secondsPerMessage, 1, 900);
  check.that(
    !sizeKnown || !windowKnown || batchSize <= 10 || batchWindowSeconds >= 1,
    `batchSize is ${batchSize} without a batch window; above 10, Lambda needs time to gather. ` +
      "Set batchWindowSeconds to 1 or more, or batchSize to 10 or less.",
  );

  if (secondsPerMessage !== undefined) {
    const needed = batchSize * secondsPerMessage;
    check.that(
      needed <= consumer.timeoutSeconds,
      `a batch of ${batchSize} at ${secondsPerMessage} s per message takes ${needed} s; ${consumer.name} is stopped ` +
        `after ${consumer.timeoutSeconds} s (900 at most). Lower batchSize or raise the function's timeout.`,
    );
  }

  const reserved = consumer.reservedConcurrency;
  // A consumer that is switched off (0) keeps its messages in the queue; nothing to compare.
  if (reserved === undefined || reserved === 0) return;
  check.that(
    reserved >= LEAST_CONCURRENCY,
    `${consumer.name} reserves ${reserved}, but Lambda works a queue with at least ${LEAST_CONCURRENCY} batches at the ` +
      `same time; what it polls beyond the reservation is throttled and ends in the dead-letter queue. Reserve ` +
      `${LEAST_CONCURRENCY} or more, or nothing.`,
  );
  if (reserved < LEAST_CONCURRENCY) return;
  check.that(
    maxConcurrency !== undefined && maxConcurrency <= reserved,
    `maxConcurrency is ${maxConcurrency ?? "not set"} while ${consumer.name} reserves ${reserved}; what Lambda polls ` +
      `beyond the reservation is throttled and ends in the dead-letter queue. Set maxConcurrency to ${reserved} or less.`,
  );
}
