import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { CliError } from "../cli-error";
import type { Checkout } from "./checkout";
import { artifactName } from "./plan-artifact";

const values = z.record(z.string(), z.object({ accountId: z.string(), region: z.string() }));

/** What a workflow has to know of an environment before it can sign in to AWS. */
export interface PipelineSettings {
  readonly region: string;
  /** ARN of the role that may read everything, and lock the state. */
  readonly planRole: string;
  /** ARN of the role that may change everything. */
  readonly applyRole: string;
  /** Name of the artifact that holds the plan bundle of what is checked out. */
  readonly artifact: string;
}

/**
 * @param outdir - folder of a synthesis
 * @throws CliError when it holds no values of the environment
 */
export function pipelineSettings(outdir: string, environment: string, checkout: Checkout): PipelineSettings {
  const { accountId, region } = environmentValues(outdir, environment);
  const role = (purpose: string) => `arn:aws:iam::${accountId}:role/${environment}-pipeline-${purpose}`;
  return {
    region,
    planRole: role("plan"),
    applyRole: role("apply"),
    artifact: artifactName(environment, checkout),
  };
}

function environmentValues(outdir: string, environment: string) {
  const path = join(outdir, "environments.json");
  let all: z.output<typeof values>;
  try {
    all = values.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new CliError(
      `${path} holds no values of environments; npm run synth writes it. (${(error as Error).message})`,
    );
  }
  const found = all[environment];
  if (found !== undefined) return found;
  throw new CliError(
    `There is no environment "${environment}" in ${path}, which has ${Object.keys(all).join(", ")}.`,
  );
}
