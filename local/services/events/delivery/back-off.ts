import type { Chance } from "../../../kernel/chance";
import type { RetryPolicy } from "../target";

/** AWS's defaults, and the most it takes. */
export const MOST_RETRIES = 185;
export const OLDEST_SECONDS = 86_400;

const FIRST_WAIT_MS = 1_000;

/**
 * AWS documents exponential back-off with jitter and 185 attempts within 24 hours, no numbers beyond that; with this
 * limit 185 attempts take about a day.
 */
const LONGEST_WAIT_MS = 600_000;

/** The two ways in which attempts come to an end, as the dead-letter queue's attribute names them. */
export type Exhausted = "MaximumRetryAttempts" | "MaximumEventAgeInSeconds";

/** What comes after a failed attempt. */
export type NextStep =
  | { readonly exhausted: Exhausted }
  /** Try again at `atMs`, unless `expired`: then the event is too old. */
  | { readonly atMs: number; readonly expired: boolean };

/**
 * Plans the next attempt.
 * @param retries - how many attempts there have been after the first
 */
export function nextStep(
  policy: RetryPolicy,
  retries: number,
  acceptedAtMs: number,
  nowMs: number,
  chance: Chance,
): NextStep {
  const { MaximumRetryAttempts: mostRetries = MOST_RETRIES } = policy;
  const { MaximumEventAgeInSeconds: oldestSeconds = OLDEST_SECONDS } = policy;
  if (retries >= mostRetries) return { exhausted: "MaximumRetryAttempts" };
  const deadlineMs = acceptedAtMs + oldestSeconds * 1_000;
  if (nowMs >= deadlineMs) return { exhausted: "MaximumEventAgeInSeconds" };
  const fullMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** retries);
  const atMs = nowMs + fullMs / 2 + chance.below(fullMs / 2);
  return atMs < deadlineMs ? { atMs, expired: false } : { atMs: deadlineMs, expired: true };
}
