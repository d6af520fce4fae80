import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { CliError } from "./cli-error";

const valuesSchema = z.object({
  name: z.string(),
  accountId: z.string(),
  region: z.string(),
  stateBucket: z.string(),
  deletionProtection: z.boolean(),
  allowDestroy: z.array(z.string()),
});

/** What deploying an environment needs of its values, as the synthesis left them beside the stacks. */
export type EnvironmentValues = z.output<typeof valuesSchema>;

/**
 * @param outdir - the folder of the synthesized stacks
 * @throws CliError when the folder holds no such environment
 */
export function readEnvironmentValues(outdir: string, environment: string): EnvironmentValues {
  return valuesSchema.parse(readEnvironment(outdir, environment));
}

/**
 * All values of an environment, as the synthesis left them.
 * @param outdir - the folder of the synthesized stacks
 * @throws CliError when the folder holds no such environment
 */
export function readEnvironment(outdir: string, environment: string): unknown {
  const path = join(outdir, "environments.json");
  let all: Record<string, unknown>;
  try {
    all = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  } catch {
    throw new CliError(`${path} is missing; synthesize first: npm run synth`);
  }
  const values = all[environment];
  if (values === undefined) {
    throw new CliError(
      `There is no environment "${environment}" in ${path}; it has ${Object.keys(all).join(", ")}.`,
    );
  }
  return values;
}
