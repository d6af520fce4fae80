import { type Item, pick } from "../values/attribute-value";
import { equalValues } from "../values/order";
import { type Entries, type Entry, entryAt, newEntries } from "./entry";
import { type KeySchema, keyNames, locate } from "./key-schema";
import { comparePositions } from "./position";

/** What of an item an index holds. */
export type Projection =
  | { readonly type: "ALL" }
  | { readonly type: "KEYS_ONLY" }
  | { readonly type: "INCLUDE"; readonly attributes: readonly string[] };

/** The shape of a global or local secondary index. */
export interface IndexDefinition {
  readonly name: string;
  readonly kind: "global" | "local";
  readonly key: KeySchema;
  readonly projection: Projection;
  /** Provisioned units of a global index of a provisioned table. */
  readonly throughput?: Throughput;
  readonly onDemandThroughput?: OnDemandThroughput;
}

/** Provisioned units per second. */
export interface Throughput {
  readonly read: number;
  readonly write: number;
}

/** Upper bounds of on-demand units per second; -1 is no bound. */
export interface OnDemandThroughput {
  readonly maxRead?: number;
  readonly maxWrite?: number;
}

/** Sizes of what a write put into an index and took out of it; zero for nothing. */
export interface IndexChange {
  readonly oldBytes: number;
  readonly newBytes: number;
  /** True when the index key changed, so that AWS deletes one entry and writes another. */
  readonly moved: boolean;
}

/** A secondary index: sparse, since only items that have the whole index key are in it. */
export class SecondaryIndex {
  readonly entries: Entries = newEntries();
  private readonly projected: readonly string[] | undefined;
  itemCount = 0;
  bytes = 0;

  /** @param tableKey - the names of the table's key attributes, which every index projects */
  constructor(
    public definition: IndexDefinition,
    tableKey: readonly string[],
  ) {
    const { projection, key } = definition;
    if (projection.type === "ALL") return;
    const extra = projection.type === "INCLUDE" ? projection.attributes : [];
    this.projected = [...new Set([...tableKey, ...keyNames(key), ...extra])];
  }

  /** Whether the index holds this attribute of an item. */
  projects(attribute: string): boolean {
    return this.projected === undefined || this.projected.includes(attribute);
  }

  /**
   * Follows a write to the table.
   * @param id - identifies the item in its table
   * @returns undefined when the index holds nothing else than before
   */
  follow(id: string, before: Item | undefined, after: Item | undefined): IndexChange | undefined {
    const old = before === undefined ? undefined : this.entry(id, before);
    const next = after === undefined ? undefined : this.entry(id, after);
    if (old === undefined && next === undefined) return undefined;
    const moved = old === undefined || next === undefined || comparePositions(old, next) !== 0;
    if (!moved && equalValues({ M: old.item }, { M: next.item })) return undefined;
    if (old !== undefined) {
      if (moved) this.entries.delete(old);
      this.itemCount--;
      this.bytes -= old.bytes;
    }
    if (next !== undefined) {
      this.entries.insert(next);
      this.itemCount++;
      this.bytes += next.bytes;
    }
    return { oldBytes: old?.bytes ?? 0, newBytes: next?.bytes ?? 0, moved };
  }

  private entry(id: string, item: Item): Entry | undefined {
    const position = locate(this.definition.key, item, id);
    if (position === undefined) return undefined;
    return entryAt(position, this.projected === undefined ? item : pick(item, this.projected));
  }
}
