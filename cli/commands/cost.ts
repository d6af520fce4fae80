import { join } from "node:path";
import { CliError } from "../cli-error";
import { costMarkdown } from "../cost/cost-markdown";
import { costTable } from "../cost/cost-table";
import { readCostNote } from "../cost/read-cost-note";
import { synthesizeTo } from "../synthesis";

/** What to price, and how to show it. */
export interface CostOptions {
  readonly environment: string;
  /** A folder that a synthesis has written; without one, the environment is synthesized. */
  readonly stacks?: string | undefined;
  readonly json: boolean;
  readonly markdown: boolean;
}

/**
 * Prints what an environment costs in a month and which limit its stated peak would reach first. Works from the
 * synthesized stacks alone: without credentials, and without a network.
 * @param root - the folder of the project
 * @throws CliError when the environment does not exist or cannot be synthesized
 */
export async function cost(
  root: string,
  { environment, stacks, json, markdown }: CostOptions,
): Promise<void> {
  if (json && markdown) throw new CliError("Choose one of --json and --markdown.");
  const outdir = stacks ?? join(root, "build", "cost", environment);
  if (stacks === undefined) await synthesizeTo(root, outdir, environment);
  const note = readCostNote(outdir, environment);
  if (json) process.stdout.write(`${JSON.stringify(note, undefined, 2)}\n`);
  else process.stdout.write(markdown ? costMarkdown(note) : `${costTable(note)}\n`);
}
