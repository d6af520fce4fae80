import { matchesPattern } from "../../event-pattern/matches";
import type { Archives } from "./archives";
import type { BridgeEvent } from "./bridge-event";
import type { Bus, Rule } from "./bus";
import type { Deliveries } from "./delivery/deliveries";

/** An event that a bus has taken. */
export interface AcceptedEvent {
  readonly event: BridgeEvent;
  /** The event as text. */
  readonly json: string;
  readonly acceptedAtMs: number;
  readonly traceId: string;
}

/** Takes events to the targets of the rules that they match. */
export class Router {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly archives: Archives,
  ) {}

  /** Gives an event to every rule of a bus that it matches, and to the bus's archives. */
  route(bus: Bus, accepted: AcceptedEvent): void {
    this.archives.record(bus.arn, accepted);
    for (const rule of bus.rules.values()) {
      if (rule.state === "DISABLED" || rule.pattern === undefined) continue;
      if (matchesPattern(rule.pattern, accepted.event)) this.invoke(rule, accepted);
    }
  }

  /** Gives an event to the targets of a rule. */
  invoke(rule: Rule, accepted: AcceptedEvent): void {
    for (const target of rule.targets.values()) {
      this.deliveries.start({ ...accepted, target, ruleName: rule.name, ruleArn: rule.arn });
    }
  }
}
