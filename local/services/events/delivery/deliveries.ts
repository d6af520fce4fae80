import type { Chance } from "../../../kernel/chance";
import type { Timer } from "../../../kernel/clock";
import type { Kernel } from "../../../kernel/kernel";
import type { Principal } from "../../../kernel/principal";
import { type Exhausted, nextStep } from "./back-off";
import { asRule } from "./caller";
import { giveUp } from "./dead-letter";
import { type Delivery, describeDelivery } from "./delivery";
import { DeliveryError, type Failure, failureOf } from "./failure";
import { targetCalls } from "./target-types";

/** Hands events to targets, tries again what may yet succeed, and gives up the rest. */
export class Deliveries {
  private readonly waiting = new Set<Timer>();

  constructor(
    private readonly kernel: Kernel,
    private readonly chance: Chance,
  ) {}

  /** Begins a delivery; a fault of effect `duplicate` on `events:InvokeTarget` makes it two. */
  start(delivery: Delivery): void {
    const twice = this.kernel.faults.strike("events:InvokeTarget", delivery.ruleArn, "duplicate");
    this.spawn(delivery, 0);
    if (twice !== undefined) this.spawn(delivery, 0);
  }

  /** Forgets what waits for another attempt. */
  close(): void {
    for (const timer of this.waiting) timer.cancel();
    this.waiting.clear();
  }

  private spawn(delivery: Delivery, retries: number): void {
    this.kernel.work.spawn(`delivery of ${describeDelivery(delivery)}`, () =>
      this.attempt(delivery, retries),
    );
  }

  private async attempt(delivery: Delivery, retries: number): Promise<void> {
    const failure = await this.call(delivery);
    if (failure === undefined) return;
    if (!failure.retried) return giveUp(this.kernel, delivery, failure, retries);
    const { acceptedAtMs, target } = delivery;
    const step = nextStep(
      target.RetryPolicy ?? {},
      retries,
      acceptedAtMs,
      this.kernel.clock.now(),
      this.chance,
    );
    if ("exhausted" in step) return giveUp(this.kernel, delivery, failure, retries, step.exhausted);
    this.later(step.atMs, () => {
      if (step.expired) this.expire(delivery, failure, retries);
      else this.spawn(delivery, retries + 1);
    });
  }

  private expire(delivery: Delivery, failure: Failure, retries: number): void {
    const exhausted: Exhausted = "MaximumEventAgeInSeconds";
    this.kernel.work.spawn(`dead letter of ${describeDelivery(delivery)}`, () =>
      giveUp(this.kernel, delivery, failure, retries, exhausted),
    );
  }

  private later(atMs: number, callback: () => void): void {
    const timer = this.kernel.clock.at(
      atMs,
      () => {
        this.waiting.delete(timer);
        callback();
      },
      "later",
    );
    this.waiting.add(timer);
  }

  /** Calls the target once. */
  private async call(delivery: Delivery): Promise<Failure | undefined> {
    const input = delivery.target.makeInput(delivery);
    if ("error" in input) return { code: input.error, message: input.reason, retried: false };
    const { traceId } = delivery;
    try {
      const principal = this.principal(delivery);
      for (const { service, operation, input: parameters } of targetCalls(
        this.kernel,
        delivery,
        input.text,
      )) {
        await this.kernel.calls.perform(principal, service, operation, parameters, { traceId });
      }
      return undefined;
    } catch (error) {
      return failureOf(error);
    }
  }

  /** EventBridge itself or, if the target has one, a role that lets EventBridge take it on. */
  private principal({ target, ruleArn, ruleName }: Delivery): Principal {
    const rule = asRule(this.kernel, ruleArn);
    const { RoleArn } = target;
    if (RoleArn === undefined) return rule;
    try {
      this.kernel.calls.authorize(rule, [{ action: "sts:AssumeRole", resource: RoleArn }]);
    } catch (error) {
      const { message } = failureOf(error);
      throw new DeliveryError({ code: "FAILED_TO_ASSUME_ROLE", message, retried: false });
    }
    return { type: "role", arn: RoleArn, session: ruleName };
  }
}
