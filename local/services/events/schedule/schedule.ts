import { parseCron } from "./cron";

/** When a rule fires. */
export interface Schedule {
  /**
   * The first time after `ms`, in milliseconds since the epoch; undefined when there is none any more.
   * A rate counts from there.
   */
  nextAfter(ms: number): number | undefined;
}

const MINUTE_MS = 60_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 1_440 * MINUTE_MS,
};

/**
 * Reads `rate(5 minutes)` or `cron(0 12 * * ? *)`.
 * @returns undefined when EventBridge would not take it
 * @throws UnsupportedError for parts of cron that are not modelled
 */
export function parseSchedule(expression: string): Schedule | undefined {
  const cron = /^cron\((.+)\)$/.exec(expression);
  if (cron !== null) return parseCron(cron[1] ?? "");
  const [, count = "", unit = "", plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const value = Number(count);
  const unitMs = UNIT_MS[unit];
  // AWS insists on grammar: `1 minute`, `2 minutes`.
  if (unitMs === undefined || value < 1 || (value === 1) !== (plural === "")) return undefined;
  return { nextAfter: (ms) => ms + value * unitMs };
}
