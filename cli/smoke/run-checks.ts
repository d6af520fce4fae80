import { setTimeout as wait } from "node:timers/promises";
import type { Check } from "./checks";

/** How long a check may take to come true. */
export interface Patience {
  /** All checks together, in milliseconds. */
  readonly totalMs: number;
  /** Between two tries of one check. */
  readonly pauseMs: number;
}

/** How a check ended. */
export interface CheckResult {
  readonly check: Check;
  /** What is wrong, in words; absent when the check holds. */
  readonly failure?: string;
  readonly tries: number;
}

/** One request, a cold start included. */
const REQUEST_MS = 15_000;

/**
 * Asks all checks side by side, each until it holds or patience ends: a new deployment takes seconds to be everywhere.
 * @param urls - base URLs by name of the API
 */
export function runChecks(
  checks: readonly Check[],
  urls: Readonly<Record<string, string>>,
  patience: Patience,
): Promise<readonly CheckResult[]> {
  const endMs = performance.now() + patience.totalMs;
  return Promise.all(
    checks.map(async (check) => {
      const url = urls[check.api];
      if (url === undefined) {
        return { check, failure: `no URL: there is no output ${check.api}_api_url`, tries: 0 };
      }
      for (let tries = 1; ; tries++) {
        const failure = await ask(check, url);
        if (failure === undefined) return { check, tries };
        if (performance.now() + patience.pauseMs > endMs) return { check, failure, tries };
        await wait(patience.pauseMs);
      }
    }),
  );
}

async function ask(check: Check, base: string): Promise<string | undefined> {
  const { method, path, body, status, answer, holds } = check;
  try {
    const response = await fetch(`${base.replace(/\/$/, "")}${path}`, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(REQUEST_MS),
      ...(body === undefined ? {} : { body, headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    if (response.status !== status) return `answered ${response.status}, not ${status}: ${excerpt(text)}`;
    if (holds !== undefined && !holds(parse(text))) return `is not ${answer}: ${excerpt(text)}`;
    return undefined;
  } catch (error) {
    const { message, cause } = error as Error;
    return `no answer: ${cause instanceof Error ? cause.message || cause.name : message}`;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One line that fits a table. */
const excerpt = (text: string) => text.replace(/[^\x20-\x7e]+/g, " ").slice(0, 120);
