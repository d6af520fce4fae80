import type { Clock } from "./clock";
import type { WorkQueue } from "./work-queue";

/** Runs all work at once, side by side, as a cloud does. */
export class SystemWorkQueue implements WorkQueue {
  private inFlight = 0;
  private whenIdle: (() => void)[] = [];

  /** @param report - receives errors of work that nobody waits for */
  constructor(
    private readonly clock: Clock,
    private readonly report: (name: string, error: unknown) => void,
  ) {}

  spawn(name: string, work: () => Promise<void> | void): void {
    this.serve(name, async () => work()).catch((error: unknown) => this.report(name, error));
  }

  async serve<T>(_name: string, work: () => Promise<T>): Promise<T> {
    this.inFlight++;
    try {
      return await work();
    } finally {
      if (--this.inFlight === 0) for (const resolve of this.whenIdle.splice(0)) resolve();
    }
  }

  admit(): void {}

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.at(this.clock.now() + ms, resolve);
    });
  }

  park(): () => void {
    return () => {};
  }

  /** Resolves when no work is under way. */
  idle(): Promise<void> {
    return this.inFlight === 0 ? Promise.resolve() : new Promise((resolve) => this.whenIdle.push(resolve));
  }
}
