import { dev } from "./dev";
import type { Environment, EnvironmentValues } from "./environment";
import { parseEnvironments } from "./parse-environment";
import { prod } from "./prod";

/** Every environment, by the name of its file. A new file is entered here; what it takes besides is in the README. */
const files: Readonly<Record<string, EnvironmentValues>> = { dev, prod };

/**
 * The environments of the platform, checked.
 *
 * @param processEnv - Where the overrides of account, region, state bucket and GitHub's provider are looked up.
 * @throws EnvironmentError naming every value that breaks a rule.
 */
export function loadEnvironments(processEnv: NodeJS.ProcessEnv = process.env): readonly Environment[] {
  return parseEnvironments(files, processEnv);
}
