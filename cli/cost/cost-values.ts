import * as z from "zod";
import { CliError } from "../cli-error";
import { QUOTAS, type QuotaId } from "./quotas";

const apiTraffic = z.object({
  requestsPerMonth: z.number(),
  peakRequestsPerSecond: z.number(),
  writeShare: z.number(),
  eventShare: z.number(),
});

const costValues = z.object({
  name: z.string(),
  region: z.string(),
  traffic: z.object({
    apis: z.record(z.string(), apiTraffic),
    monthlyActiveUsers: z.number(),
    peakSignInsPerSecond: z.number(),
    averageAnswerBytes: z.number(),
    averageItemBytes: z.number(),
    averageFunctionMs: z.number(),
    logBytesPerRequest: z.number(),
    tableGb: z.number(),
  }),
  accountQuotas: z.record(z.string(), z.number()),
});

/** What is stated about one API. */
export type ApiTraffic = z.output<typeof apiTraffic>;

/** The values of an environment that its costs depend on; environments/environment.ts says what each means. */
export interface CostValues extends z.output<typeof costValues> {
  readonly accountQuotas: Readonly<Partial<Record<QuotaId, number>>>;
}

/**
 * Takes from an environment's values what its costs depend on.
 * @param values - an entry of the `environments.json` that a synthesis has written
 * @throws CliError when they are not the values of an environment, or name a quota that does not exist
 */
export function parseCostValues(values: unknown): CostValues {
  const parsed = costValues.safeParse(values);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
    throw new CliError(
      `The values of the environment lack what its costs depend on; synthesize it again.\n${problems.join("\n")}`,
    );
  }
  const unknown = Object.keys(parsed.data.accountQuotas).filter((id) => !(id in QUOTAS));
  if (unknown.length > 0) {
    throw new CliError(
      `environments/${parsed.data.name}.ts: accountQuotas: there is no quota ${unknown.join(", ")}; there are ${Object.keys(QUOTAS).join(", ")}`,
    );
  }
  return parsed.data;
}
