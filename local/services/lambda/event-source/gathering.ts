import type { Kernel } from "../../../kernel/kernel";

/** Lets a batch wait for more messages until its window closes or something new appears. */
export class Gathering {
  private wake: (() => void) | undefined;

  constructor(private readonly kernel: Kernel) {}

  /** Resolves at `untilMs`, or before when `nudge` is called. */
  wait(untilMs: number): Promise<void> {
    const resume = this.kernel.work.park();
    return new Promise((resolve) => {
      const timer = this.kernel.clock.at(untilMs, () => this.nudge(), "in-flight");
      this.wake = () => {
        this.wake = undefined;
        timer.cancel();
        resume();
        resolve();
      };
    });
  }

  /** Ends the waiting, if there is one. */
  nudge(): void {
    this.wake?.();
  }
}
