import type { ConfigCheck } from "../config-check";

/** An EventBridge pattern: field → accepted values or content filters, nested as the event is. */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly unknown[];
}

const MAX_CHARACTERS = 2048;

/** Content filters that EventBridge knows, inside a list of accepted values. */
const FILTERS = [
  "prefix",
  "suffix",
  "equals-ignore-case",
  "anything-but",
  "numeric",
  "exists",
  "cidr",
  "wildcard",
];

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
  checkFields(check, "pattern", pattern);
}

function checkFields(check: ConfigCheck, path: string, pattern: EventPattern): void {
  for (const [field, value] of Object.entries(pattern)) {
    const here = `${path}.${field}`;
    if (isOr(field, value)) {
      for (const [index, branch] of value.entries()) checkFields(check, `${here}[${index}]`, branch);
    } else if (isList(value)) {
      checkValues(check, here, value);
    } else if (typeof value === "object" && value !== null) {
      check.that(
        Object.keys(value).length > 0,
        `${here} is an empty object; name a field in it or leave it out.`,
      );
      checkFields(check, here, value);
    } else {
      check.that(
        false,
        `${here} is ${JSON.stringify(value)}; accepted values stand in a list: [${JSON.stringify(value)}].`,
      );
    }
  }
}

function checkValues(check: ConfigCheck, path: string, values: readonly unknown[]): void {
  check.that(values.length > 0, `${path} is an empty list, which nothing matches. List the accepted values.`);
  for (const value of values) {
    if (typeof value !== "object" || value === null) continue;
    for (const filter of Object.keys(value)) {
      check.that(
        FILTERS.includes(filter),
        `${path} has the filter "${filter}"; EventBridge knows ${FILTERS.join(", ")}.`,
      );
    }
  }
}

function isList(value: EventPattern | readonly unknown[]): value is readonly unknown[] {
  return Array.isArray(value);
}

function isOr(field: string, value: unknown): value is readonly EventPattern[] {
  return field === "$or" && Array.isArray(value);
}
