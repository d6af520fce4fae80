import type { ConfigCheck } from "../config-check";
import { type ContentFilter, checkContentFilter } from "../content-filter";

/** An EventBridge pattern: field → accepted values or content filters, nested as the event is. */
export type EventPattern = ContentFilter;

const MAX_CHARACTERS = 2048;

/** Holds a pattern to EventBridge's rules, so that a mistake is an error rather than a rule that never matches. */
export function checkPattern(check: ConfigCheck, pattern: EventPattern): void {
  check.that(
    Object.keys(pattern).length > 0,
    "pattern is empty; it must name at least one field, such as source.",
  );
  const { length } = JSON.stringify(pattern);
  check.that(
    length <= MAX_CHARACTERS,
    `pattern has ${length} characters; EventBridge takes ${MAX_CHARACTERS}. Split the rule.`,
  );
  checkContentFilter(check, "pattern", pattern);
}
