import { availableParallelism } from "node:os";
import type { Clock } from "../../../kernel/clock";

/** Threads that start side by side beyond this only slow each other down, past the timeout of their init phases. */
export const STARTS_AT_ONCE = availableParallelism();
/** What has not started after so long waits for something itself; it takes no processor from others. */
const LONG_START_MS = 1_000;

/** Lets the environments of a whole cloud start a few at a time, in the order in which they were asked for. */
export class StartQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly clock: Clock) {}

  /** Starts something when its turn has come. */
  run<T>(start: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting.push(() => {
        const done = this.place();
        start().finally(done).then(resolve, reject);
      });
      this.next();
    });
  }

  /** Takes a place, which is given back by the result or after a while, whichever comes first. */
  private place(): () => void {
    this.running++;
    let held = true;
    const leave = () => {
      if (!held) return;
      held = false;
      timer.cancel();
      this.running--;
      this.next();
    };
    const timer = this.clock.at(this.clock.now() + LONG_START_MS, leave);
    return leave;
  }

  private next(): void {
    while (this.running < STARTS_AT_ONCE && this.waiting.length > 0) this.waiting.shift()?.();
  }
}
