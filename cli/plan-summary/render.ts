import { costBrief } from "../cost/cost-brief";
import { costMarkdown } from "../cost/cost-markdown";
import { explainObjections } from "../guards/guard-plan";
import { terminalTable } from "../table";
import type { StackSummary, SummarizedChange, Summary } from "./summary";

const COUNTS = ["destroy", "replace", "change", "create"] as const;

/** The summary for a terminal. */
export function renderTable(summary: Summary): string {
  const table = terminalTable(["stack", ...COUNTS, ""], { rightAligned: [1, 2, 3, 4] });
  for (const stack of summary.stacks) table.push([stack.name, ...cells(stack), remark(stack)]);
  const dangerous = summary.stacks.flatMap(({ name, changes }) =>
    changes.filter(isDangerous).map((change) => `  ${name}/${describe(change)}`),
  );
  return [
    table.toString(),
    ...(dangerous.length === 0 ? [] : ["", "Look at these first:", "", ...dangerous]),
    ...(summary.objections.length === 0
      ? []
      : ["", explainObjections(summary.environment, summary.objections)]),
    "",
    costBrief(summary.cost),
    ...(summary.notes.length === 0 ? [] : ["", ...summary.notes]),
    "",
  ].join("\n");
}

/** The summary for a pull request. */
export function renderMarkdown(summary: Summary): string {
  const { environment, commit, dirty, stacks, objections, cost, notes } = summary;
  const rows = stacks.map(
    (stack) => `| \`${stack.name}\` | ${cells(stack).join(" | ")} | ${remark(stack)} |`,
  );
  const dangerous = stacks.flatMap(({ name, changes }) =>
    changes.filter(isDangerous).map((change) => `- \`${name}\` ${describe(change, "`")}`),
  );
  const details = stacks.flatMap(({ name, text }) =>
    text === undefined
      ? []
      : [
          `<details><summary>Plan of <code>${name}</code></summary>`,
          "",
          ...fenced(text.trim()),
          "",
          "</details>",
          "",
        ],
  );
  return [
    `### Plan of ${environment}`,
    "",
    `Commit \`${commit}\`${dirty ? ", with uncommitted changes" : ""}.`,
    "",
    `| stack | ${COUNTS.join(" | ")} | |`,
    "| --- | --: | --: | --: | --: | --- |",
    ...rows,
    "",
    ...(objections.length === 0
      ? []
      : [
          "**Stopped by a guard; this plan cannot be applied.**",
          "",
          ...fenced(explainObjections(environment, objections)),
          "",
        ]),
    ...(dangerous.length === 0 ? [] : ["**Look at these first:**", "", ...dangerous, ""]),
    ...notes.flatMap((note) => [note, ""]),
    ...details,
    costMarkdown(cost),
  ].join("\n");
}

function cells({ knownAfter, counts }: StackSummary): readonly string[] {
  return COUNTS.map((kind) => (knownAfter.length > 0 ? "?" : counts[kind] === 0 ? "" : String(counts[kind])));
}

function remark({ knownAfter, changes }: StackSummary): string {
  if (knownAfter.length > 0) return `known after ${knownAfter.join(", ")}`;
  const others = { forget: "forgotten", import: "imported", move: "moved" };
  const words = Object.entries(others).flatMap(([kind, word]) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return changes.length === 0 ? "no changes" : words.join(", ");
}

function isDangerous({ kind }: SummarizedChange): boolean {
  return ["destroy", "replace", "forget", "import"].includes(kind);
}

function describe({ address, kind, changes, holds }: SummarizedChange, quote = ""): string {
  const because = changes.length > 0 ? ` (${changes.join(", ")})` : "";
  return `${quote}${address}${quote}: ${kind}${because}${holds === undefined ? "" : `, loses ${holds}`}`;
}

/** A code block whose fence is longer than any in the text. */
function fenced(text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}text`, text, fence];
}
