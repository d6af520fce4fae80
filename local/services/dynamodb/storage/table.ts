import { type Item, pick } from "../values/attribute-value";
import { equalValues } from "../values/order";
import { ChangeLog, type StreamViewType } from "./change-log";
import { type Entries, type Entry, entryAt, newEntries } from "./entry";
import type { Expiry } from "./expiry";
import { type KeySchema, keyNames, locatePrimary } from "./key-schema";
import { type Position, positionId } from "./position";
import { type IndexChange, type IndexDefinition, SecondaryIndex } from "./secondary-index";
import type { TableSettings } from "./table-settings";

/** What a write did to a table and its indexes. */
export interface Written {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly oldBytes: number;
  readonly newBytes: number;
  /** The indexes that now hold something else, by name. */
  readonly indexes: ReadonlyMap<string, IndexChange>;
}

/** A table with its items and indexes. */
export class Table {
  readonly entries: Entries = newEntries();
  readonly indexes = new Map<string, SecondaryIndex>();
  /** The names of the key attributes, the partition key first. */
  readonly keyNames: readonly string[];
  bytes = 0;
  changes: ChangeLog | undefined;
  expiry: Expiry | undefined;
  private readonly byId = new Map<string, Entry>();

  constructor(
    readonly name: string,
    readonly arn: string,
    /** The `TableId`, which tells tables apart that had the same name. */
    readonly id: string,
    readonly createdMs: number,
    readonly key: KeySchema,
    public settings: TableSettings,
  ) {
    this.keyNames = keyNames(key);
  }

  get itemCount(): number {
    return this.byId.size;
  }

  /** The item with a checked key, and its size. */
  find(key: Item): Entry | undefined {
    return this.byId.get(positionId(locatePrimary(this.key, key)));
  }

  /** Every item, in the order of a scan. */
  *items(): Generator<Item> {
    for (const entry of this.entries.ascending(() => 0)) yield entry.item;
  }

  /** Stores a checked item in the place of one with the same key. */
  put(item: Item, nowMs: number): Written {
    return this.replace(locatePrimary(this.key, item), item, nowMs, false);
  }

  /** Deletes the item with a checked key, if it is there. */
  delete(key: Item, nowMs: number): Written {
    return this.replace(locatePrimary(this.key, key), undefined, nowMs, false);
  }

  /** Deletes an item whose time to live has passed. */
  expire(id: string, nowMs: number): void {
    const entry = this.byId.get(id);
    if (entry !== undefined) this.replace(entry, undefined, nowMs, true);
  }

  /** Adds an index and fills it; items without its whole key, or with a key of another type, are left out. */
  addIndex(definition: IndexDefinition): void {
    const index = new SecondaryIndex(definition, this.keyNames);
    for (const [id, entry] of this.byId) index.follow(id, undefined, entry.item);
    this.indexes.set(definition.name, index);
  }

  /** Starts a change log, or ends it. */
  setStream(viewType: StreamViewType | undefined, label: string): void {
    this.changes = viewType === undefined ? undefined : new ChangeLog(label, viewType);
  }

  /** Starts deleting expired items, or ends it; items that are there already are looked at, too. */
  setExpiry(expiry: Expiry | undefined): void {
    this.expiry?.stop();
    this.expiry = expiry;
    if (expiry === undefined) return;
    for (const [id, entry] of this.byId) expiry.follow(id, undefined, entry.item);
  }

  private replace(position: Position, after: Item | undefined, nowMs: number, expired: boolean): Written {
    const id = positionId(position);
    const old = this.byId.get(id);
    const next = after === undefined ? undefined : entryAt(position, after);
    if (next !== undefined) {
      this.byId.set(id, next);
      this.entries.insert(next);
    } else if (old !== undefined) {
      this.byId.delete(id);
      this.entries.delete(old);
    }
    const oldBytes = old?.bytes ?? 0;
    const newBytes = next?.bytes ?? 0;
    this.bytes += newBytes - oldBytes;
    this.expiry?.follow(id, old?.item, after);
    this.log(old?.item, after, nowMs, expired);
    return { before: old?.item, after, oldBytes, newBytes, indexes: this.follow(id, old?.item, after) };
  }

  private follow(id: string, before: Item | undefined, after: Item | undefined): Map<string, IndexChange> {
    const changes = new Map<string, IndexChange>();
    for (const [name, index] of this.indexes) {
      const change = index.follow(id, before, after);
      if (change !== undefined) changes.set(name, change);
    }
    return changes;
  }

  /** A write that changes nothing makes no record, as on AWS. */
  private log(before: Item | undefined, after: Item | undefined, atMs: number, expired: boolean): void {
    const item = after ?? before;
    if (this.changes === undefined || item === undefined) return;
    if (before !== undefined && after !== undefined && equalValues({ M: before }, { M: after })) return;
    this.changes.append({
      atMs,
      keys: pick(item, this.keyNames),
      expired,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
  }
}
