import type { Operation } from "../../../kernel/operation";
import { busSummary } from "../bus-summary";
import type { Buses } from "../buses";
import { busName, eventsInput, pageMembers } from "../members";
import { type PageRequest, pageOf } from "../page";

interface Input extends PageRequest {
  readonly NamePrefix?: string;
}

/** Lists the event buses by name. */
export function listEventBuses(buses: Buses): Operation<Input, object> {
  return {
    name: "ListEventBuses",
    checkInput: eventsInput({ NamePrefix: busName, ...pageMembers }),
    traced: false,
    access: () => [{ action: "events:ListEventBuses", resource: "*" }],
    run(input) {
      const { NamePrefix: prefix = "" } = input;
      const { items, next } = pageOf(
        buses.all().filter(({ name }) => name.startsWith(prefix)),
        input,
      );
      return { EventBuses: items.map(busSummary), ...next };
    },
  };
}
