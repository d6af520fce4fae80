import { listOf } from "../../../input-shape/containers";
import { required } from "../../../input-shape/member";
import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import { traceIdOf } from "../../../kernel/kernel";
import type { Call, Operation } from "../../../kernel/operation";
import type { Buses } from "../buses";
import { ForwardedEvent } from "../delivery/forwarded-event";
import { constraintViolated, invalid } from "../errors";
import { entryMember, eventsInput } from "../members";
import { type Entry, type EntryError, entrySizeBytes, eventOf } from "../put-entry";
import type { Router } from "../router";

interface Input {
  readonly Entries: readonly Entry[];
  readonly EndpointId?: string;
}

interface Output {
  readonly FailedEntryCount: number;
  /** In the order of the request. */
  readonly Entries: readonly ({ readonly EventId: string } | EntryError)[];
}

const MOST_ENTRIES = 10;
const LARGEST_REQUEST_BYTES = 262_144;

/** Puts events on buses, each for itself: the answer says which were taken. */
export function putEvents(kernel: Kernel, buses: Buses, router: Router): Operation<Input, Output> {
  return {
    name: "PutEvents",
    checkInput: eventsInput({ Entries: required(listOf(entryMember, { least: 1 })), EndpointId: text() }),
    access(input) {
      const arns = (input.Entries ?? []).map(({ EventBusName }) => buses.arnOf(EventBusName));
      return [...new Set(arns)].map((resource) => ({ action: "events:PutEvents", resource }));
    },
    run(input, call) {
      checkRequest(input);
      const Entries = input.Entries.map((entry) => put(kernel, buses, router, entry, call));
      return { FailedEntryCount: Entries.filter((entry) => "ErrorCode" in entry).length, Entries };
    },
  };
}

function checkRequest({ Entries: entries, EndpointId }: Input): void {
  if (EndpointId !== undefined) {
    throw invalid(`EndpointId ${EndpointId}: global endpoints are not modelled by the local cloud.`);
  }
  if (!Array.isArray(entries) || entries.length === 0) {
    throw constraintViolated("[]", "entries", "Member must have length greater than or equal to 1");
  }
  if (entries.length > MOST_ENTRIES) {
    throw constraintViolated(
      `[${entries.length} entries]`,
      "entries",
      `Member must have length less than or equal to ${MOST_ENTRIES}`,
    );
  }
  const sizeBytes = entries.reduce((sum: number, entry: Entry) => sum + entrySizeBytes(entry), 0);
  if (sizeBytes > LARGEST_REQUEST_BYTES) {
    throw invalid("Total size of the entries in the request is over the limit.");
  }
}

function put(
  kernel: Kernel,
  buses: Buses,
  router: Router,
  entry: Entry,
  call: Call,
): { readonly EventId: string } | EntryError {
  const event = entry instanceof ForwardedEvent ? entry.event : eventOf(kernel, entry);
  if ("ErrorCode" in event) return event;
  const bus = buses.find(entry.EventBusName);
  if (bus === undefined) {
    // AWS takes such an event and drops it.
    kernel.log(`dropped event ${event.id} (${event.source}): there is no event bus ${entry.EventBusName}`);
  } else {
    router.route(bus, {
      event,
      json: JSON.stringify(event),
      acceptedAtMs: kernel.clock.now(),
      traceId: traceIdOf(entry.TraceHeader) ?? call.traceId,
    });
  }
  return { EventId: event.id };
}
