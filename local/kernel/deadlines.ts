import type { Clock, Timer } from "./clock";

/** Something that must be over by a certain time. */
export interface Timed {
  timeOut(): void;
}

/** Ends what takes too long: function invocations, the waiting for them. */
export interface Deadlines {
  set(timed: Timed, atMs: number): void;
  clear(timed: Timed): void;
}

/** A timer for each; in virtual time one that is left over would let time move for nothing. */
export class ExactDeadlines implements Deadlines {
  private readonly timers = new Map<Timed, Timer>();

  constructor(private readonly clock: Clock) {}

  set(timed: Timed, atMs: number): void {
    this.timers.set(
      timed,
      this.clock.at(atMs, () => this.timers.delete(timed) && timed.timeOut(), "in-flight"),
    );
  }

  clear(timed: Timed): void {
    this.timers.get(timed)?.cancel();
    this.timers.delete(timed);
  }
}

/** One timer for all, at the earliest deadline: most of what has one is over long before and cost no timer. */
export class SharedDeadlines implements Deadlines {
  private readonly deadlines = new Map<Timed, number>();
  private timer: Timer | undefined;

  constructor(private readonly clock: Clock) {}

  set(timed: Timed, atMs: number): void {
    this.deadlines.set(timed, atMs);
    if (this.timer === undefined || atMs < this.timer.atMs) this.arm(atMs);
  }

  clear(timed: Timed): void {
    this.deadlines.delete(timed);
  }

  private arm(atMs: number): void {
    this.timer?.cancel();
    this.timer = this.clock.at(atMs, () => this.fire(), "in-flight");
  }

  private fire(): void {
    this.timer = undefined;
    const nowMs = this.clock.now();
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const [timed, atMs] of [...this.deadlines]) {
      if (atMs > nowMs) {
        earliestMs = Math.min(earliestMs, atMs);
      } else {
        this.deadlines.delete(timed);
        timed.timeOut();
      }
    }
    if (earliestMs !== Number.POSITIVE_INFINITY) this.arm(earliestMs);
  }
}
