import { readFileSync } from "node:fs";
import * as z from "zod";
import { CliError } from "../cli-error";

const driftReport = z.object({
  environment: z.string(),
  stacks: z.array(
    z.object({
      stack: z.string(),
      changes: z.array(
        z.object({
          address: z.string(),
          /** What happened to it outside: changed or deleted. */
          action: z.string(),
          /** Names of the attributes that differ. */
          attributes: z.array(z.string()).default([]),
        }),
      ),
    }),
  ),
});

/** What `platform drift --json` prints. */
export type DriftReport = z.output<typeof driftReport>;

/**
 * @param path - of a file with what `platform drift --json` printed
 * @throws CliError when it holds no report, as after a drift that failed
 */
export function readDriftReport(path: string, environment: string): DriftReport {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CliError(
      `${path} holds no report, so drift must have failed: see its output. (${(error as Error).message})`,
    );
  }
  const { success, data, error } = driftReport.safeParse(json);
  if (!success) throw new CliError(`${path} is no report of drift: ${z.prettifyError(error)}`);
  if (data.environment !== environment) {
    throw new CliError(`${path} is a report of ${data.environment}, not of ${environment}.`);
  }
  return data;
}
