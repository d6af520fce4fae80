import { terminalTable } from "../table";
import type { CostNote } from "./cost-note";
import { firstLimits, stackCells } from "./wording";

/** The note in a few lines, for the end of something longer. */
export function costBrief(note: CostNote): string {
  return [stacksTable(note), "", ...firstLimits(note), `In full: npx platform cost ${note.environment}`].join(
    "\n",
  );
}

/** What each stack costs. */
export function stacksTable(note: CostNote): string {
  const [head = [], ...rows] = stackCells(note);
  const table = terminalTable(head, { rightAligned: [1, 2, 3] });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}
