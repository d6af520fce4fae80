import { required } from "../../../input-shape/member";
import type { Operation } from "../../../kernel/operation";
import { deleteBus } from "../bus-changes";
import type { Buses } from "../buses";
import { busName, eventsInput } from "../members";
import type { Scheduler } from "../schedule/scheduler";

/** Deletes an event bus with its rules; a bus that does not exist is fine. */
export function deleteEventBus(buses: Buses, scheduler: Scheduler): Operation<{ Name: string }, object> {
  return {
    name: "DeleteEventBus",
    checkInput: eventsInput({ Name: required(busName) }),
    access: ({ Name }) => [{ action: "events:DeleteEventBus", resource: buses.arn(String(Name)) }],
    run({ Name }) {
      deleteBus(buses, scheduler, String(Name));
      return {};
    },
  };
}
