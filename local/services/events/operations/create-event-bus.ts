import { onlyModelled } from "../../../kernel/members";
import type { Operation } from "../../../kernel/operation";
import type { Buses } from "../buses";

interface Input {
  readonly Name: string;
  readonly Description?: string;
}

/** Makes an event bus. */
export function createEventBus(buses: Buses): Operation<Input, { EventBusArn: string }> {
  return {
    name: "CreateEventBus",
    access: ({ Name }) => [{ action: "events:CreateEventBus", resource: buses.arn(String(Name)) }],
    run(input) {
      onlyModelled("events:CreateEventBus", input, ["Name", "Description"]);
      return { EventBusArn: buses.create(String(input.Name), input.Description).arn };
    },
  };
}
