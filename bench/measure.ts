/** One measured figure. */
export interface Figure {
  /** What was measured, such as `synth of dev and prod`. */
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "KB" | "per second";
  /** The most (for ms and KB) or the least (for per second) that is acceptable; absent where there is none. */
  readonly budget?: number;
  /** How many runs the median was taken of; 1 where nothing was repeated. */
  readonly runs: number;
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The median of what `measureMs` gives, over some runs one after the other. */
export async function medianOf(runs: number, measureMs: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let run = 0; run < runs; run++) values.push(await measureMs());
  return median(values);
}

/** Whether the figure keeps its budget; true where it has none. */
export function keepsBudget({ value, unit, budget }: Figure): boolean {
  return budget === undefined || (unit === "per second" ? value >= budget : value <= budget);
}
