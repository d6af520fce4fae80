import type { Operation } from "../../../kernel/operation";
import { busSummary } from "../bus-summary";
import type { Buses } from "../buses";
import { busReference, eventsInput } from "../members";

interface Input {
  /** Name or ARN; the default bus when absent. */
  readonly Name?: string;
}

/** Shows an event bus with its policy. */
export function describeEventBus(buses: Buses): Operation<Input, object> {
  return {
    name: "DescribeEventBus",
    checkInput: eventsInput({ Name: busReference }),
    traced: false,
    access: ({ Name }) => [{ action: "events:DescribeEventBus", resource: buses.arnOf(Name) }],
    run: ({ Name }) => busSummary(buses.get(Name)),
  };
}
