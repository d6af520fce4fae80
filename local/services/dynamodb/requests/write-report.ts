import type { Table, Written } from "../storage/table";
import { pick } from "../values/attribute-value";
import { CapacityMeter } from "./capacity";
import type { ReportInput } from "./inputs";

/** What the answers of writes say about capacity and item collections, as far as the request asks for it. */
export class WriteReport {
  private readonly capacity: CapacityMeter;
  private readonly metrics: { readonly table: string; readonly metrics: Record<string, unknown> }[] = [];

  /** @param transactional - then every write counts twice */
  constructor(
    private readonly input: ReportInput,
    transactional = false,
  ) {
    this.capacity = new CapacityMeter(input.ReturnConsumedCapacity, "write", transactional);
  }

  /** Counts a write. */
  add(table: Table, written: Written): void {
    this.capacity.write(table, written);
    if (this.input.ReturnItemCollectionMetrics !== "SIZE") return;
    const metrics = itemCollectionMetrics(table, written);
    if (metrics !== undefined) this.metrics.push({ table: table.name, metrics });
  }

  /** For a request to one item. */
  single(): Record<string, unknown> {
    const consumed = this.capacity.single();
    const metrics = this.metrics[0]?.metrics;
    return {
      ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
      ...(metrics === undefined ? {} : { ItemCollectionMetrics: metrics }),
    };
  }

  /** For a request to several items: capacity as a list, metrics by table. */
  byTable(): Record<string, unknown> {
    const consumed = this.capacity.list();
    const tables = [...new Set(this.metrics.map(({ table }) => table))];
    const metrics = tables.map((name) => [
      name,
      this.metrics.filter(({ table }) => table === name).map((one) => one.metrics),
    ]);
    return {
      ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
      ...(this.input.ReturnItemCollectionMetrics === "SIZE"
        ? { ItemCollectionMetrics: Object.fromEntries(metrics) }
        : {}),
    };
  }
}

/** Only tables with local indexes have item collections; theirs stay in the smallest size class here. */
function itemCollectionMetrics(table: Table, written: Written): Record<string, unknown> | undefined {
  const item = written.after ?? written.before;
  const hasLocal = [...table.indexes.values()].some(({ definition }) => definition.kind === "local");
  if (item === undefined || !hasLocal) return undefined;
  return { ItemCollectionKey: pick(item, [table.key.partition.name]), SizeEstimateRangeGB: [0, 1] };
}
