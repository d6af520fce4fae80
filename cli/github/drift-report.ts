import { readFileSync } from "node:fs";
import * as z from "zod";
import { CliError } from "../cli-error";

const driftReport = z.object({
  environment: z.string(),
  withoutCode: z.array(z.string()),
  stacks: z.array(
    z.object({
      stack: z.string(),
      drift: z.array(
        z.object({
          address: z.string(),
          kind: z.enum(["destroy", "change"]),
          differences: z.array(z.object({ argument: z.string() })),
        }),
      ),
    }),
  ),
});

/** What `platform drift --json` prints, but for the values: an issue may have more readers than the account. */
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
