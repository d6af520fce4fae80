import type { Timer } from "../../../kernel/clock";
import type { Kernel } from "../../../kernel/kernel";
import { type BridgeEvent, eventTime } from "../bridge-event";
import type { Rule } from "../bus";
import type { Router } from "../router";

const LONGEST_DELAY_MS = 60_000;

/** Fires the rules that have a schedule. */
export class Scheduler {
  private readonly timers = new Map<string, Timer>();

  constructor(
    private readonly kernel: Kernel,
    private readonly router: Router,
    private readonly findRule: (arn: string) => Rule | undefined,
  ) {}

  /** Sets or takes back a rule's timer; to be called when a rule is made, changed or deleted. */
  update(arn: string): void {
    this.timers.get(arn)?.cancel();
    this.timers.delete(arn);
    const rule = this.findRule(arn);
    if (rule === undefined || rule.state === "DISABLED") return;
    this.arm(rule, this.kernel.clock.now());
  }

  close(): void {
    for (const timer of this.timers.values()) timer.cancel();
    this.timers.clear();
  }

  private arm({ arn, schedule }: Rule, afterMs: number): void {
    const atMs = schedule?.nextAfter(afterMs);
    if (atMs === undefined) return;
    this.timers.set(
      arn,
      this.kernel.clock.at(atMs, () => this.fire(arn, atMs), "later"),
    );
  }

  private fire(arn: string, atMs: number): void {
    const rule = this.findRule(arn);
    if (rule === undefined) return;
    const { kernel } = this;
    // What was missed while the machine slept is not made up for.
    const lateMs = kernel.clock.now() - atMs;
    this.arm(rule, lateMs > LONGEST_DELAY_MS ? kernel.clock.now() : atMs);
    const event: BridgeEvent = {
      version: "0",
      id: kernel.ids.uuid(),
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: kernel.accountId,
      time: eventTime(atMs),
      region: kernel.region,
      resources: [arn],
      detail: {},
    };
    this.router.invoke(rule, {
      event,
      json: JSON.stringify(event),
      acceptedAtMs: kernel.clock.now(),
      traceId: kernel.newTraceId(),
    });
  }
}
