import type { Item } from "../values/attribute-value";

/** What a stream's records show of an item. */
export type StreamViewType = "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";

/** One change of an item, with both images; a stream shows what its view type allows. */
export interface Change {
  /** Counts up within a log. */
  readonly sequence: number;
  readonly atMs: number;
  readonly keys: Item;
  readonly before?: Item;
  readonly after?: Item;
  /** True when the item was deleted because its time to live had passed. */
  readonly expired: boolean;
}

/** How long DynamoDB keeps stream records. */
const RETENTION_MS = 24 * 3_600_000;

/** The changes of a table whose stream is enabled: what a stream is made of. */
export class ChangeLog {
  private changes: Change[] = [];
  private sequence = 0;
  private readonly listeners = new Set<(change: Change) => void>();

  /** @param label - when the stream was enabled, as it stands in the stream's ARN */
  constructor(
    readonly label: string,
    readonly viewType: StreamViewType,
  ) {}

  /** Adds a change and forgets those of more than a day ago. */
  append(change: Omit<Change, "sequence">): void {
    const full = { sequence: ++this.sequence, ...change };
    const oldest = full.atMs - RETENTION_MS;
    const kept = this.changes.findIndex((other) => other.atMs >= oldest);
    if (kept !== 0) this.changes.splice(0, kept < 0 ? this.changes.length : kept);
    this.changes.push(full);
    for (const listener of this.listeners) listener(full);
  }

  /** The changes that are kept, the oldest first. */
  all(): readonly Change[] {
    return this.changes;
  }

  /** Calls `listener` for every change from now on; the result ends that. */
  listen(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
