/**
 * The one place that looks at real time although the cloud may live in virtual time: whether a worker idles, or
 * hangs, shows in real time only. What is decided here never reaches a result.
 */

const FIRST_LOOK_MS = 5;
const LONGEST_PAUSE_MS = 100;

/** Looks again and again, first soon, then more rarely. */
export class BackOff {
  private handle: NodeJS.Timeout | undefined;
  private pauseMs = FIRST_LOOK_MS;
  private startedAtMs = 0;

  /** @param look - gets the milliseconds since the start */
  constructor(private readonly look: (elapsedMs: number) => void) {}

  /** Starts, or starts anew. */
  start(): void {
    this.stop();
    this.pauseMs = FIRST_LOOK_MS;
    this.startedAtMs = performance.now();
    this.wait();
  }

  stop(): void {
    clearTimeout(this.handle);
    this.handle = undefined;
  }

  private wait(): void {
    // biome-ignore lint/style/noRestrictedGlobals: a worker's threads run in real time; see the top of this file.
    this.handle = setTimeout(() => {
      this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
      this.wait();
      this.look(performance.now() - this.startedAtMs);
    }, this.pauseMs);
  }
}
