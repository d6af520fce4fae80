import type { ConfigCheck } from "../config-check";
import { type ContentFilter, checkContentFilter } from "../content-filter";

/** Filters of a mapping, unless AWS has raised the account's quota. */
const MAX_FILTERS = 5;

/** Characters of a filter as a mapping has it. */
const MAX_CHARACTERS = 4096;

/** The content filters that event source mappings know; EventBridge knows more. */
const FILTERS = ["prefix", "suffix", "equals-ignore-case", "anything-but", "numeric", "exists"];

/** Holds filters to Lambda's rules, so that a mistake is an error rather than messages that are deleted unseen. */
export function checkBodyFilters(check: ConfigCheck, filters: readonly ContentFilter[] | undefined): void {
  if (filters === undefined) return;
  check.that(
    filters.length >= 1 && filters.length <= MAX_FILTERS,
    `bodyFilters has ${filters.length} entries; Lambda takes 1 to ${MAX_FILTERS}. Leave it out to get every message, ` +
      "or list more values in one filter.",
  );
  for (const [index, filter] of filters.entries()) {
    const prop = `bodyFilters[${index}]`;
    check.that(
      Object.keys(filter).length > 0,
      `${prop} is empty; it must name at least one field of the body.`,
    );
    const { length } = patternOf(filter);
    check.that(
      length <= MAX_CHARACTERS,
      `${prop} has ${length} characters; Lambda takes ${MAX_CHARACTERS}. Split it into several filters.`,
    );
    checkContentFilter(check, prop, filter, FILTERS);
  }
}

/** Filters as a mapping has them: of the whole record, in which the message is the body. */
export function filterCriteria(filters: readonly ContentFilter[]) {
  return { filter: filters.map((body) => ({ pattern: patternOf(body) })) };
}

function patternOf(body: ContentFilter): string {
  return JSON.stringify({ body });
}
