import type { Occasion } from "../input/make-input";
import type { PreparedTarget } from "../prepared-target";

/** One event on its way to one target. */
export interface Delivery extends Occasion {
  readonly target: PreparedTarget;
  readonly traceId: string;
}

/** How a delivery is named in the log. */
export function describeDelivery({ event, ruleName, target }: Delivery): string {
  return `event ${event.id} (${event.source}, ${event["detail-type"]}) of rule ${ruleName} for target ${target.Arn}`;
}
