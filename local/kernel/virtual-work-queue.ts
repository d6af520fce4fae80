import type { TimerKind } from "./clock";
import type { VirtualClock } from "./virtual-clock";
import type { WorkQueue } from "./work-queue";

interface Demand {
  /** Whether time ends it, if nothing else does. */
  readonly endsInTime: boolean;
  /** May time move to `atMs`, where the next timer is? */
  mayMoveTo(atMs: number): boolean;
  /** Nothing can happen any more that this demand allows. */
  exhausted(): void;
  /** The queue itself has failed. */
  failed(error: unknown): void;
}

/**
 * More steps than any sane scenario takes: at one instant, or until the end of what time does not end. Beyond it
 * something feeds itself.
 */
const MOST_STEPS = 1_000_000;

/**
 * Runs one piece of work at a time, in a fixed order, and moves virtual time only when all that runs is waiting
 * for time to pass. Requests are served in the order in which they came, those that work under way makes at once. Work
 * that was spawned waits until somebody asks: a served request, `settle` or `advance`.
 */
export class VirtualWorkQueue implements WorkQueue {
  private readonly requests: (() => void)[] = [];
  private readonly waiting: { name: string; work: () => Promise<void> | void }[] = [];
  private readonly demands = new Set<Demand>();
  private busy = 0;
  private wake: (() => void) | undefined;
  private pumping = false;

  /**
   * @param report - receives errors of work that nobody waits for
   * @param mostSteps - after how many pieces of work and timers in a row it is said that there is no end
   */
  constructor(
    private readonly clock: VirtualClock,
    private readonly report: (name: string, error: unknown) => void,
    private readonly mostSteps = MOST_STEPS,
  ) {}

  spawn(name: string, work: () => Promise<void> | void): void {
    this.waiting.push({ name, work });
    this.wake?.();
  }

  serve<T>(name: string, work: () => Promise<T>, { nested = false } = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const demand: Demand = {
        endsInTime: false,
        mayMoveTo: () => true,
        exhausted: () => {
          this.demands.delete(demand);
          reject(new Error(`"${name}" waits for something that never happens`));
        },
        failed: reject,
      };
      // What work under way asks for lets time pass as far as that work may, and no further.
      if (!nested) this.demands.add(demand);
      const run = () => {
        this.begin();
        // An async function, so that what throws at once ends like what throws later.
        (async () => work())()
          .then(resolve, reject)
          .finally(() => {
            this.demands.delete(demand);
            this.end();
          });
      };
      if (nested || (this.busy === 0 && this.requests.length === 0)) run();
      else this.requests.push(run);
      this.pump();
    });
  }

  admit(): void {
    this.requests.shift()?.();
  }

  sleep(ms: number, kind: TimerKind = "in-flight"): Promise<void> {
    const resume = this.park();
    return new Promise((resolve) => {
      this.clock.at(
        this.clock.now() + ms,
        () => {
          resume();
          resolve();
        },
        kind,
      );
    });
  }

  park(): () => void {
    this.end();
    let parked = true;
    return () => {
      if (parked) this.begin();
      parked = false;
    };
  }

  /** Runs until nothing is in flight; timers for later (retries, schedules, visibility) stay set. */
  settle(): Promise<void> {
    return this.demand((atMs) => {
      const inFlight = this.clock.nextAt("in-flight");
      return inFlight !== undefined && atMs <= inFlight;
    });
  }

  /** Runs everything that is due within the next `ms` milliseconds and moves time there. */
  async advance(ms: number): Promise<void> {
    const target = this.clock.now() + ms;
    await this.demand((atMs) => atMs <= target, true);
    this.clock.moveTo(Math.max(target, this.clock.now()));
  }

  private demand(mayMoveTo: (atMs: number) => boolean, endsInTime = false): Promise<void> {
    return new Promise((resolve, reject) => {
      const demand: Demand = {
        endsInTime,
        mayMoveTo,
        exhausted: () => {
          this.demands.delete(demand);
          resolve();
        },
        failed: reject,
      };
      this.demands.add(demand);
      this.pump();
    });
  }

  private begin(): void {
    this.busy++;
  }

  private end(): void {
    this.busy--;
    this.wake?.();
  }

  private pump(): void {
    this.wake?.();
    if (this.pumping) return;
    this.pumping = true;
    this.run()
      .catch((error: unknown) => {
        this.report("work queue", error);
        const failed = [...this.demands];
        this.demands.clear();
        this.requests.length = 0;
        for (const demand of failed) demand.failed(error);
      })
      .finally(() => {
        this.pumping = false;
        if (this.demands.size > 0) this.pump();
      });
  }

  private async run(): Promise<void> {
    let steps = 0;
    while (this.demands.size > 0) {
      if (steps++ > this.mostSteps) {
        throw new Error(`the work queue took ${this.mostSteps} steps without an end: something feeds itself`);
      }
      await this.quiet();
      if (this.demands.size === 0) break;
      const atMs = this.clock.now();
      this.step();
      if (this.clock.now() > atMs && [...this.demands].some((demand) => demand.endsInTime)) steps = 0;
    }
  }

  private step(): void {
    if (this.requests.length > 0) {
      this.admit();
      return;
    }
    const next = this.waiting.shift();
    if (next !== undefined) {
      this.begin();
      Promise.resolve()
        .then(next.work)
        .catch((error: unknown) => this.report(next.name, error))
        .finally(() => this.end());
      return;
    }
    const atMs = this.clock.nextAt();
    if (atMs !== undefined && [...this.demands].some((demand) => demand.mayMoveTo(atMs))) {
      this.clock.fireNext();
      return;
    }
    for (const demand of [...this.demands]) demand.exhausted();
  }

  /** Resolves when nothing runs: whatever was begun has ended or is parked. */
  private async quiet(): Promise<void> {
    do {
      while (this.busy > 0) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
      // Promise callbacks of what has just ended may begin new work.
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.busy > 0);
    this.wake = undefined;
  }
}
