import type { Clock, Timer } from "./clock";

/** setTimeout fires at once beyond this, the largest 32-bit delay. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** Wall-clock time, for `npm run local`. */
export class SystemClock implements Clock {
  private readonly handles = new Set<NodeJS.Timeout>();
  private closed = false;

  now(): number {
    return Date.now();
  }

  at(atMs: number, callback: () => void): Timer {
    let handle: NodeJS.Timeout | undefined;
    const forget = () => {
      if (handle !== undefined) this.handles.delete(handle);
    };
    const arm = () => {
      // What was under way at the end may still set timers; none may hold the process.
      if (this.closed) return;
      const delayMs = Math.max(0, atMs - this.now());
      handle = setTimeout(
        () => {
          forget();
          if (this.now() < atMs) arm();
          else callback();
        },
        Math.min(delayMs, LONGEST_DELAY_MS),
      );
      this.handles.add(handle);
    };
    arm();
    return {
      atMs,
      cancel: () => {
        clearTimeout(handle);
        forget();
      },
    };
  }

  /** Cancels every timer, and sets none any more, so that the process can end. */
  close(): void {
    this.closed = true;
    for (const handle of this.handles) clearTimeout(handle);
    this.handles.clear();
  }
}
