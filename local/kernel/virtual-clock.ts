import type { Clock, Timer, TimerKind } from "./clock";

interface Entry {
  readonly atMs: number;
  readonly sequence: number;
  readonly kind: TimerKind;
  readonly callback: () => void;
}

/** Time that only moves when told to; timers of the same instant fire in the order they were set. */
export class VirtualClock implements Clock {
  private entries: Entry[] = [];
  private sequence = 0;

  /** @param nowMs - where time starts; defaults to 2026-01-01T00:00:00Z, so that runs are alike */
  constructor(private nowMs: number = 1_767_225_600_000) {}

  now(): number {
    return this.nowMs;
  }

  at(atMs: number, callback: () => void, kind: TimerKind = "later"): Timer {
    const entry: Entry = { atMs: Math.max(atMs, this.nowMs), sequence: this.sequence++, kind, callback };
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.entries[middle];
      if (other !== undefined && other.atMs <= entry.atMs) low = middle + 1;
      else high = middle;
    }
    this.entries.splice(low, 0, entry);
    return {
      atMs: entry.atMs,
      cancel: () => {
        const index = this.entries.indexOf(entry);
        if (index >= 0) this.entries.splice(index, 1);
      },
    };
  }

  /** When the next timer fires, if there is one; with a kind, the next of that kind. */
  nextAt(kind?: TimerKind): number | undefined {
    return (kind === undefined ? this.entries[0] : this.entries.find((entry) => entry.kind === kind))?.atMs;
  }

  /** Moves to the earliest timer and fires it. Returns false when there is none. */
  fireNext(): boolean {
    const entry = this.entries.shift();
    if (entry === undefined) return false;
    this.nowMs = entry.atMs;
    entry.callback();
    return true;
  }

  /**
   * Moves time without firing anything.
   * @throws RangeError when a timer would be passed over or time would run backwards.
   */
  moveTo(ms: number): void {
    const next = this.nextAt();
    if (ms < this.nowMs || (next !== undefined && next < ms)) {
      throw new RangeError(`time cannot move from ${this.nowMs} to ${ms}; the next timer is at ${next}`);
    }
    this.nowMs = ms;
  }
}
