import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "../cli-error";
import { readManifest } from "../synthesized-stacks";
import { type CostNote, costNote } from "./cost-note";

/**
 * The cost note of an environment whose stacks a synthesis has written.
 *
 * @param outdir - the folder of the synthesis, with `manifest.json` and `environments.json`
 * @param environment - name of the environment
 * @param plans - by name of the stack, what `terraform show -json` prints of its plan, parsed; of the stacks that were
 * planned. Without any, the note tells what the environment will cost, and no change.
 * @throws CliError when the folder holds no such environment
 */
export function readCostNote(
  outdir: string,
  environment: string,
  plans: ReadonlyMap<string, unknown> = new Map(),
): CostNote {
  const environments = readJson(join(outdir, "environments.json")) as Readonly<Record<string, unknown>>;
  const values = environments[environment];
  if (values === undefined) {
    throw new CliError(
      `${outdir} has no environment "${environment}"; it has ${Object.keys(environments).join(", ")}.`,
    );
  }
  const stacks = readManifest(outdir).filter(({ name }) => name.startsWith(`${environment}-`));
  return costNote(
    values,
    stacks.map(({ name, synthesizedStackPath }) => ({
      name,
      configuration: readJson(join(outdir, synthesizedStackPath)),
      plan: plans.get(name),
    })),
  );
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new CliError(`There is no ${path}; synthesize first: npm run synth`);
  }
  return JSON.parse(text);
}
