import Table from "cli-table3";

/** A table for the terminal; plain, without colours, when the output is not a terminal. */
export function terminalTable(head: readonly string[], columns: { rightAligned?: readonly number[] } = {}) {
  const style = process.stdout.isTTY ? { head: ["bold"], border: ["grey"] } : { head: [], border: [] };
  const colAligns = head.map(
    (_, index) => (columns.rightAligned?.includes(index) ? "right" : "left") as "left",
  );
  return new Table({ head: [...head], style: { ...style, compact: true }, colAligns });
}
