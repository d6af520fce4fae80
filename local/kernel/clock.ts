/**
 * When a timer's work belongs to something already under way, `settle` waits for it; a `later` timer (retry, schedule,
 * visibility, expiry) is left to `advance`.
 */
export type TimerKind = "in-flight" | "later";

export interface Timer {
  readonly atMs: number;
  cancel(): void;
}

/** The only source of time in the local cloud. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Runs `callback` once the clock reaches `atMs`; a time in the past means as soon as possible.
   * @param kind - defaults to `later`
   */
  at(atMs: number, callback: () => void, kind?: TimerKind): Timer;
}

/** ISO 8601 with milliseconds, as most AWS APIs and event envelopes write time. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Milliseconds of an ISO 8601 text, or NaN. */
export function parseTime(text: string): number {
  return Date.parse(text);
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A hundred years: more than any retention, and still a time that a Date can hold. */
const LONGEST_MS = 36_525 * 86_400_000;

/**
 * Reads a duration such as `250ms`, `90s`, `20m`, `12h`, `7d`, or milliseconds as a number.
 * @throws RangeError when it is none of these, negative, or more than a hundred years.
 */
export function durationMs(duration: string | number): number {
  const ms = typeof duration === "number" ? duration : readDuration(duration);
  if (ms >= 0 && ms <= LONGEST_MS) return ms;
  throw new RangeError(`${duration} is no duration; it must be from 0 to a hundred years`);
}

function readDuration(duration: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration);
  const unit = match?.[2] === undefined ? undefined : UNIT_MS[match[2]];
  if (unit === undefined) {
    throw new RangeError(
      `"${duration}" is not a duration; write a number and ms, s, m, h or d, such as "20m"`,
    );
  }
  return Number(match?.[1]) * unit;
}
