import type { Item } from "../values/attribute-value";
import { itemBytes } from "../values/size";
import { comparePositions, type Position } from "./position";
import { SortedList } from "./sorted-list";

/** An item as a table or an index holds it. */
export interface Entry extends Position {
  /** In an index, what the index projects. */
  readonly item: Item;
  readonly bytes: number;
}

/** The items of a table or an index, in the order in which scans and queries read them. */
export type Entries = SortedList<Entry>;

/** No items. */
export function newEntries(): Entries {
  return new SortedList<Entry>(comparePositions);
}

/** An item at its position. */
export function entryAt(position: Position, item: Item): Entry {
  const { hash, partition, sort, tie } = position;
  return { hash, partition, sort, tie, item, bytes: itemBytes(item) };
}
