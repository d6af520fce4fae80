import { readEnvironmentValues } from "../environment-values";
import type { SourceTree } from "../plan-bundle/source-tree";
import { artifactName } from "./plan-artifact";

/** What a workflow has to know of an environment before it can sign in to AWS. */
export interface PipelineSettings {
  readonly region: string;
  /** ARN of the role that reads settings and states to plan, and locks the states. */
  readonly planRole: string;
  /** ARN of the role that besides makes, changes and deletes what the stacks are made of, and writes their states. */
  readonly applyRole: string;
  /** Name of the artifact that holds the plan bundle of what is checked out. */
  readonly artifact: string;
}

/**
 * @param outdir - folder of a synthesis
 * @throws CliError when it holds no values of the environment
 */
export function pipelineSettings(outdir: string, environment: string, source: SourceTree): PipelineSettings {
  const { accountId, region } = readEnvironmentValues(outdir, environment);
  const role = (purpose: string) => `arn:aws:iam::${accountId}:role/${environment}-pipeline-${purpose}`;
  return {
    region,
    planRole: role("plan"),
    applyRole: role("apply"),
    artifact: artifactName(environment, source),
  };
}
