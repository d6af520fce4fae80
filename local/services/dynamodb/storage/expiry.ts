import type { Clock, Timer } from "../../../kernel/clock";
import type { Item } from "../values/attribute-value";
import { SortedList } from "./sorted-list";

/**
 * How long an item outlives its time to live. AWS deletes within a few days; a minute keeps the gap in which
 * reads still see expired items, and is short enough to wait for.
 */
export const EXPIRY_DELAY_MS = 60_000;

/** DynamoDB takes a time to live of more than five years ago for a mistake. */
const OLDEST_MS = 5 * 365 * 86_400_000;

/** Beyond this a time is no time that a clock knows. */
const LATEST_MS = 8.64e15;

interface Due {
  readonly atMs: number;
  readonly id: string;
}

/** Deletes the items of a table when their time to live has passed, by the clock. */
export class Expiry {
  private readonly due = new SortedList<Due>(
    (a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
  private timer: Timer | undefined;

  /**
   * @param attribute - the attribute with the time to live, seconds since the epoch
   * @param expire - deletes the item
   */
  constructor(
    readonly attribute: string,
    private readonly clock: Clock,
    private readonly expire: (id: string) => void,
  ) {}

  /** Follows a write to the table. */
  follow(id: string, before: Item | undefined, after: Item | undefined): void {
    const old = this.dueAt(before);
    const next = this.dueAt(after);
    if (old === next) return;
    if (old !== undefined) this.due.delete({ atMs: old, id });
    if (next !== undefined) this.due.insert({ atMs: next, id });
    this.arm();
  }

  /** Deletes nothing any more. */
  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private dueAt(item: Item | undefined): number | undefined {
    const value = item?.[this.attribute];
    if (value === undefined || !("N" in value)) return undefined;
    const atMs = Number(value.N) * 1_000 + EXPIRY_DELAY_MS;
    return atMs > LATEST_MS ? undefined : atMs;
  }

  private arm(): void {
    const next = this.due.first();
    if (next?.atMs === this.timer?.atMs) return;
    this.stop();
    if (next !== undefined) this.timer = this.clock.at(next.atMs, () => this.run(), "later");
  }

  private run(): void {
    this.timer = undefined;
    const now = this.clock.now();
    for (let next = this.due.first(); next !== undefined && next.atMs <= now; next = this.due.first()) {
      this.due.delete(next);
      if (next.atMs - EXPIRY_DELAY_MS >= now - OLDEST_MS) this.expire(next.id);
    }
    this.arm();
  }
}
