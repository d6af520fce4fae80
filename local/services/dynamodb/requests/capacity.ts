import type { IndexChange } from "../storage/secondary-index";
import type { Table, Written } from "../storage/table";

const READ_UNIT_BYTES = 4_096;
const WRITE_UNIT_BYTES = 1_024;
/** A transaction does everything twice: once to prepare, once to commit. */
const TRANSACTION_FACTOR = 2;

type Direction = "read" | "write";

interface TableUse {
  readonly table: Table;
  units: number;
  readonly indexes: Map<string, number>;
}

/** How much of it a caller wants to see. */
export type CapacityDetail = "INDEXES" | "TOTAL" | "NONE";

/** Counts the capacity units of a request, as AWS does, and writes the `ConsumedCapacity` of its answer. */
export class CapacityMeter {
  private readonly uses = new Map<string, TableUse>();

  /**
   * @param detail - `NONE` by default: then nothing is reported
   * @param transactional - then everything counts twice, and is shown as read or write units, too
   */
  constructor(
    private readonly detail: CapacityDetail = "NONE",
    private readonly direction: Direction,
    private readonly transactional = false,
  ) {}

  /**
   * Counts a read of so many bytes, from the table or from an index.
   * Nothing found counts as the smallest read.
   */
  read(table: Table, bytes: number, consistent: boolean, index?: string): void {
    const units = Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES));
    const factor = this.transactional ? TRANSACTION_FACTOR : consistent ? 1 : 0.5;
    this.add(table, units * factor, index);
  }

  /** Counts a write to a table and the indexes that followed it. */
  write(table: Table, written: Written): void {
    this.add(table, this.writeUnits(Math.max(written.oldBytes, written.newBytes)));
    for (const [name, change] of written.indexes) this.add(table, this.indexUnits(change), name);
  }

  /** What the answer says, one entry per table; undefined when it was not asked for. */
  list(): readonly Record<string, unknown>[] | undefined {
    if (this.detail === "NONE") return undefined;
    return [...this.uses.values()].map((use) => this.report(use));
  }

  /** What the answer of a request to one table says; undefined when it was not asked for. */
  single(): Record<string, unknown> | undefined {
    return this.list()?.[0];
  }

  private indexUnits({ oldBytes, newBytes, moved }: IndexChange): number {
    if (!moved) return this.writeUnits(Math.max(oldBytes, newBytes));
    return (oldBytes > 0 ? this.writeUnits(oldBytes) : 0) + (newBytes > 0 ? this.writeUnits(newBytes) : 0);
  }

  private writeUnits(bytes: number): number {
    const units = Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES));
    return this.transactional ? units * TRANSACTION_FACTOR : units;
  }

  private add(table: Table, units: number, index?: string): void {
    let use = this.uses.get(table.name);
    if (use === undefined) {
      use = { table, units: 0, indexes: new Map() };
      this.uses.set(table.name, use);
    }
    if (index === undefined) use.units += units;
    else use.indexes.set(index, (use.indexes.get(index) ?? 0) + units);
  }

  private report({ table, units, indexes }: TableUse): Record<string, unknown> {
    const total = [...indexes.values()].reduce((sum, one) => sum + one, units);
    const report = { TableName: table.name, ...this.capacity(total) };
    if (this.detail === "TOTAL") return report;
    return {
      ...report,
      Table: this.capacity(units),
      ...this.indexReport("GlobalSecondaryIndexes", "global", table, indexes),
      ...this.indexReport("LocalSecondaryIndexes", "local", table, indexes),
    };
  }

  private indexReport(
    member: string,
    kind: "global" | "local",
    table: Table,
    indexes: ReadonlyMap<string, number>,
  ): Record<string, unknown> {
    const entries = [...indexes]
      .filter(([name]) => table.indexes.get(name)?.definition.kind === kind)
      .map(([name, units]) => [name, this.capacity(units)] as const);
    return entries.length === 0 ? {} : { [member]: Object.fromEntries(entries) };
  }

  private capacity(units: number): Record<string, number> {
    if (!this.transactional) return { CapacityUnits: units };
    const member = this.direction === "read" ? "ReadCapacityUnits" : "WriteCapacityUnits";
    return { CapacityUnits: units, [member]: units };
  }
}
