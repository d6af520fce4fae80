import { checkouts } from "../../bench/checkouts";
import { coldStart } from "../../bench/cold-start";
import { localStart } from "../../bench/local-start";
import { localThroughput } from "../../bench/local-throughput";
import { type Figure, keepsBudget } from "../../bench/measure";
import { synthesis } from "../../bench/synthesis";
import { CliError } from "../cli-error";
import { terminalTable } from "../table";

const BENCHMARKS: Readonly<Record<string, (root: string) => Promise<readonly Figure[]>>> = {
  synthesis,
  "cold-start": coldStart,
  "local-start": localStart,
  "local-throughput": localThroughput,
  checkouts,
};

/**
 * Measures and prints medians and rates beside their budgets. A missed budget is shown, not failed: machines
 * differ.
 * @throws CliError when `only` names something else, before anything is measured
 */
export async function bench(
  root: string,
  { json, only }: { json: boolean; only: string | undefined },
): Promise<void> {
  const figures: Figure[] = [];
  for (const [name, benchmark] of chosen(only)) {
    process.stderr.write(`measuring ${name} …\n`);
    figures.push(...(await benchmark(root)));
  }
  process.stdout.write(json ? `${JSON.stringify(figures)}\n` : table(figures));
}

function chosen(only: string | undefined) {
  const names = only?.split(",") ?? Object.keys(BENCHMARKS);
  return names.map((name) => {
    const benchmark = BENCHMARKS[name];
    if (benchmark !== undefined) return [name, benchmark] as const;
    throw new CliError(`--only names "${name}"; the benchmarks are ${Object.keys(BENCHMARKS).join(", ")}.`);
  });
}

function table(figures: readonly Figure[]): string {
  const rows = terminalTable(["measured", "value", "", "budget", "runs", ""], { rightAligned: [1, 3, 4] });
  for (const figure of figures) {
    const { name, value, unit, budget, runs } = figure;
    const limit = budget === undefined ? "" : `${unit === "per second" ? "≥" : "≤"} ${budget}`;
    rows.push([
      name,
      value.toFixed(value < 100 ? 1 : 0),
      unit,
      limit,
      runs,
      keepsBudget(figure) ? "" : "over budget",
    ]);
  }
  return `${rows.toString()}\n`;
}
