import { costItems } from "./cost-items";
import type { CostNote } from "./cost-note";
import { figure } from "./meters/meter";
import { figureIn, PRICES } from "./prices";
import { CAVEATS, change, factor, firstLimits, remarks, stackCells, usage, usd } from "./wording";

/** The note for a pull request; details fold. */
export function costMarkdown(note: CostNote): string {
  const { environment, region, total } = note;
  const [head = [], ...rows] = stackCells(note);
  const difference = total.before === null ? "" : ` (${change(total)})`;
  return `${[
    `### Cost of ${environment}: ${usd(total.after)}${difference} USD a month`,
    table(head, rows, [1, 2, 3]),
    firstLimits(note).map(bullet).join("\n"),
    ...(head.length > 2 && total.before === null
      ? ["`?`: not planned, so it is not known what of it is deployed."]
      : []),
    ...list("Not priced", remarks(note.notPriced)),
    ...list("Mind", note.warnings),
    details("What it costs", itemsTable(note)),
    details("Limits, the nearest first", limitsTable(note)),
    details(
      `Prices of ${region}, and what is not counted`,
      `${pricesTable(note)}\n\n${CAVEATS.map(bullet).join("\n")}\n\nFree: ${freeTypes(note)}.`,
    ),
  ].join("\n\n")}\n`;
}

function itemsTable({ lines }: CostNote): string {
  const rows = costItems(lines).map((item) => [
    item.stack,
    item.what,
    item.quantity,
    item.because,
    usd(item.usdPerMonth),
  ]);
  return table(["stack", "for", "how much", "because", "USD"], rows, [4]);
}

function limitsTable({ limits }: CostNote): string {
  const rows = limits.map((limit) => [
    limit.id,
    limit.of,
    limit.from,
    usage(limit),
    limit.because,
    factor(limit),
  ]);
  return table(["limit", "of", "set by", "used", "because", "fits"], rows, [5]);
}

function pricesTable({ lines, region }: CostNote): string {
  const used = [...new Set(lines.map(({ price }) => price))].sort();
  const rows = used.flatMap((id) => {
    const { service, item, unit, per } = PRICES[id];
    const known = figureIn(id, region);
    return known === undefined
      ? []
      : [
          [
            `${service}: ${item}`,
            `${known.usd} for ${figure(per)} × ${unit}`,
            `[${known.asOf}](${known.source})`,
          ],
        ];
  });
  return table(["for", "USD", "source"], rows);
}

function freeTypes({ free }: CostNote): string {
  return [...new Set(free.map(({ type }) => `\`${type}\``))].sort().join(", ");
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const rule = head.map((_, index) => (right.includes(index) ? "---:" : "---"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function details(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

function list(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [`**${title}**\n${entries.map(bullet).join("\n")}`];
}

function bullet(text: string): string {
  return `- ${text}`;
}
