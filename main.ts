import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { loadEnvironments } from "./environments";
import type { Environment } from "./environments/environment";
import { bundleHandlers } from "./modules/lambda-code";
import { repository } from "./package.json";
import { checkRules } from "./rules";
import { addStacks } from "./stacks";

export { bundleHandlers };

/** An environment was asked for that no file describes. */
export class UnknownEnvironmentError extends Error {
  override readonly name = "UnknownEnvironmentError";
}

/**
 * Bundles the handlers and writes the stacks of the environments, as Terraform JSON with the code beside it.
 *
 * @param names - Names of the environments; all of them if empty.
 * @param outdir - Folder for `manifest.json`, `environments.json` and `stacks/<environment>-<stack>/`, made if need be. Relative to
 * the working directory, which must be the repository's root.
 * @throws EnvironmentError or ModuleConfigError when a value or a stack breaks a rule.
 * @throws UnknownEnvironmentError when a name is of no environment.
 * @throws BrokenRulesError when what was written breaks a rule; it is removed then.
 */
export function synthesizeEnvironments(names: readonly string[], outdir: string): void {
  const environments = select(loadEnvironments(), names);
  bundleHandlers();

  mkdirSync(outdir, { recursive: true });
  // Stack traces in the output would differ between checkouts.
  const app = new App({ outdir, stackTraces: false });
  const stacks = environments.flatMap((environment) =>
    addStacks(app, { environment, repository: repository.url.replace(/^git\+|\.git$/g, "") }).map(
      (stack) => ({
        stack,
        settings: environment,
      }),
    ),
  );
  app.synth();
  checkRules(stacks, outdir);
  writeValues(environments, outdir);
}

/** Leaves the checked values beside the stacks, for the commands that deploy them: they read no sources. */
function writeValues(environments: readonly Environment[], outdir: string): void {
  const values = Object.fromEntries(environments.map((environment) => [environment.name, environment]));
  writeFileSync(join(outdir, "environments.json"), `${JSON.stringify(values, undefined, 2)}\n`);
}

function select(all: readonly Environment[], names: readonly string[]): readonly Environment[] {
  const known = all.map((environment) => environment.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UnknownEnvironmentError(
      `There is no environment ${unknown.map((name) => `"${name}"`).join(", ")}; environments/ has ${known.join(", ")}.`,
    );
  }
  return names.length === 0 ? all : all.filter((environment) => names.includes(environment.name));
}
