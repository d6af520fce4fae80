import type { Bus } from "./bus";
import type { Buses } from "./buses";
import type { Scheduler } from "./schedule/scheduler";

/** Deletes a bus with its rules. */
export function deleteBus(buses: Buses, scheduler: Scheduler, bus: Bus): void {
  const arns = [...bus.rules.values()].map(({ arn }) => arn);
  buses.delete(bus.name);
  for (const arn of arns) scheduler.update(arn);
}
