import { terminalTable } from "../table";
import { stacksTable } from "./cost-brief";
import { costItems } from "./cost-items";
import type { CostNote } from "./cost-note";
import { CAVEATS, factor, firstLimits, nearLimits, remarks, usage, usd } from "./wording";

/** The note for the terminal. */
export function costTable(note: CostNote): string {
  const items = terminalTable(["stack", "for", "how much", "USD"], { rightAligned: [3] });
  for (const item of costItems(note.lines)) {
    if (item.usdPerMonth < 0.005) continue;
    items.push([item.stack, item.what, item.quantity, usd(item.usdPerMonth)]);
  }

  const limits = terminalTable(["limit", "of", "used", "fits"], { rightAligned: [3] });
  for (const limit of nearLimits(note.limits)) {
    limits.push([limit.id, limit.of, usage(limit), `${factor(limit)} x`]);
  }

  return [
    `${note.environment} in ${note.region}`,
    stacksTable(note),
    items.toString(),
    "Limits, the nearest first",
    limits.toString(),
    ...firstLimits(note),
    ...list("Not priced", remarks(note.notPriced)),
    ...list("Mind", note.warnings),
    ...list("As always", CAVEATS),
  ].join("\n\n");
}

function list(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [`${title}:\n${entries.map((entry) => `  - ${entry}`).join("\n")}`];
}
