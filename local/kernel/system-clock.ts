import type { Clock, Timer } from "./clock";

/** setTimeout fires at once beyond this, the largest 32-bit delay. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** Wall-clock time, for `npm run local`. */
export class SystemClock implements Clock {
  private readonly handles = new Set<NodeJS.Timeout>();

  now(): number {
    return Date.now();
  }

  at(atMs: number, callback: () => void): Timer {
    let handle: NodeJS.Timeout;
    const arm = () => {
      const delayMs = Math.max(0, atMs - this.now());
      handle = setTimeout(
        () => {
          this.handles.delete(handle);
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
        this.handles.delete(handle);
      },
    };
  }

  /** Cancels every timer, so that the process can end. */
  close(): void {
    for (const handle of this.handles) clearTimeout(handle);
    this.handles.clear();
  }
}
