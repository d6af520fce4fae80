import { matchesPattern } from "../../../event-pattern/matches";
import { required } from "../../../input-shape/member";
import { text } from "../../../input-shape/scalars";
import type { Operation } from "../../../kernel/operation";
import { invalid } from "../errors";
import { eventsInput } from "../members";
import { readPattern } from "../rule-changes";

interface Input {
  readonly EventPattern: string;
  /** JSON. */
  readonly Event: string;
}

const REQUIRED = ["id", "account", "source", "time", "region", "detail-type"];

/** Says whether a pattern matches an event. */
export function testEventPattern(): Operation<Input, { Result: boolean }> {
  return {
    name: "TestEventPattern",
    checkInput: eventsInput({ EventPattern: required(text()), Event: required(text()) }),
    traced: false,
    access: () => [{ action: "events:TestEventPattern", resource: "*" }],
    run({ EventPattern, Event }) {
      const pattern = readPattern(String(EventPattern));
      return { Result: matchesPattern(pattern, parseEvent(String(Event))) };
    },
  };
}

function parseEvent(text: string): object {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw invalid("Parameter Event is not valid.");
  }
  if (typeof event !== "object" || event === null || REQUIRED.some((field) => !Object.hasOwn(event, field))) {
    throw invalid("Parameter Event is not valid.");
  }
  return event;
}
