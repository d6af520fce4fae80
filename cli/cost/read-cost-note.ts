import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isBootstrapStack } from "../bootstrap-stacks";
import { readEnvironment } from "../environment-values";
import { readManifest } from "../synthesized-stacks";
import { type CostNote, costNote } from "./cost-note";

/**
 * The cost note of an environment whose stacks a synthesis has written; of those that make up the system, as what
 * `bootstrap` owns is no part of a plan.
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
  const values = readEnvironment(outdir, environment);
  const stacks = readManifest(outdir).filter(
    ({ name }) => name.startsWith(`${environment}-`) && !isBootstrapStack(name),
  );
  return costNote(
    values,
    stacks.map(({ name, synthesizedStackPath }) => ({
      name,
      configuration: JSON.parse(readFileSync(join(outdir, synthesizedStackPath), "utf8")),
      plan: plans.get(name),
    })),
  );
}
