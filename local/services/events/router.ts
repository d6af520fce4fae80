import { matchesPattern } from "../../event-pattern/matches";
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
  constructor(private readonly deliveries: Deliveries) {}

  /** Gives an event to every rule of a bus that it matches. */
  route(bus: Bus, accepted: AcceptedEvent): void {
    for (const rule of bus.rules.values()) {
      if (!rule.enabled || rule.pattern === undefined) continue;
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
