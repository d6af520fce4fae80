import { required } from "../../../input-shape/member";
import { text } from "../../../input-shape/scalars";
import { onlyModelled } from "../../../kernel/members";
import type { Operation } from "../../../kernel/operation";
import type { Buses } from "../buses";
import { busName, eventsInput } from "../members";

interface Input {
  readonly Name: string;
  readonly Description?: string;
}

/** Makes an event bus. */
export function createEventBus(buses: Buses): Operation<Input, { EventBusArn: string }> {
  return {
    name: "CreateEventBus",
    checkInput: eventsInput({ Name: required(busName), Description: text({ most: 512 }) }),
    access: ({ Name }) => [{ action: "events:CreateEventBus", resource: buses.arn(String(Name)) }],
    run(input) {
      onlyModelled("events:CreateEventBus", input, ["Name", "Description"]);
      return { EventBusArn: buses.create(String(input.Name), input.Description).arn };
    },
  };
}
