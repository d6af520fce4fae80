import { CliError } from "../cli-error";
import { urlsOfEnvironment, urlsOfLocalCloud } from "../smoke/api-urls";
import { CHECKS } from "../smoke/checks";
import { type CheckResult, type Patience, runChecks } from "../smoke/run-checks";
import { terminalTable } from "../table";

/** What `smoke` is asked to do. */
export interface SmokeOptions {
  /** Folder of a synthesis, which says where the states are. */
  readonly stacks: string;
  /** A file with the line of a local cloud, to ask that one instead. */
  readonly ready: string | undefined;
  readonly json: boolean;
  readonly patience: Patience;
}

/**
 * Asks the APIs of an environment what needs no account.
 * @returns the exit code: 0 when every check holds, else 1
 * @throws CliError when the URLs cannot be found
 */
export async function smoke(environment: string, options: SmokeOptions): Promise<number> {
  const { stacks, ready, json, patience } = options;
  const urls = ready === undefined ? await urlsOfEnvironment(stacks, environment) : urlsOfLocalCloud(ready);
  const results = await runChecks(CHECKS, urls, patience);
  process.stdout.write(json ? asJson(results) : asTable(results));
  return results.every(({ failure }) => failure === undefined) ? 0 : 1;
}

/** @throws CliError unless the text is a number of seconds */
export function readPatience(text: string): Patience {
  const seconds = Number(text);
  if (/^\d{1,4}$/.test(text) && seconds <= 3_600) return { totalMs: seconds * 1_000, pauseMs: 2_000 };
  throw new CliError(`--patience must be a whole number of seconds from 0 to 3600, not "${text}"`);
}

function asTable(results: readonly CheckResult[]): string {
  const table = terminalTable(["request", "expected", "tries", "result"], { rightAligned: [2] });
  for (const { check, failure, tries } of results) {
    const { method, path, body, status, answer } = check;
    const request = `${method} ${path}${body === undefined ? "" : ` ${body}`}`;
    table.push([request, `${status}, ${answer}`, tries, failure ?? "ok"]);
  }
  const failed = results.filter(({ failure }) => failure !== undefined).length;
  return `${table.toString()}\n${results.length - failed} checks hold, ${failed} failed\n`;
}

function asJson(results: readonly CheckResult[]): string {
  const listed = results.map(({ check: { method, path, status }, failure, tries }) => ({
    method,
    path,
    status,
    tries,
    failure,
  }));
  return `${JSON.stringify(listed)}\n`;
}
