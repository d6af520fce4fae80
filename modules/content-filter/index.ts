import type { ConfigCheck } from "../config-check";
import { OPERANDS } from "./operands";

/** What AWS filters JSON by: field → accepted values or content filters, nested as the filtered object is. */
export interface ContentFilter {
  readonly [field: string]: ContentFilter | readonly unknown[];
}

/**
 * Holds a filter to the rules that EventBridge and SNS share, so that a mistake is an error rather than a filter that
 * AWS refuses at apply, or that never matches.
 *
 * @param path what the filter is called in the problems, such as `pattern`
 * @param names the content filters that may be used; every one that AWS knows by default
 */
export function checkContentFilter(
  check: ConfigCheck,
  path: string,
  filter: Readonly<Record<string, unknown>>,
  names: readonly string[] = Object.keys(OPERANDS),
): void {
  for (const [field, value] of Object.entries(filter)) {
    const here = `${path}.${field}`;
    if (field === "$or") {
      checkBranches(check, here, value, names);
    } else if (Array.isArray(value)) {
      checkValues(check, here, value, names);
    } else if (isObject(value)) {
      checkNested(check, here, value, names);
    } else {
      check.that(
        false,
        `${here} is ${JSON.stringify(value)}; accepted values stand in a list: [${JSON.stringify(value)}].`,
      );
    }
  }
}

function checkNested(
  check: ConfigCheck,
  path: string,
  filter: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void {
  check.that(
    Object.keys(filter).length > 0,
    `${path} is an empty object; name a field in it or leave it out.`,
  );
  checkContentFilter(check, path, filter, names);
}

function checkBranches(check: ConfigCheck, path: string, branches: unknown, names: readonly string[]): void {
  const list: readonly unknown[] = Array.isArray(branches) ? branches : [];
  check.that(
    list.length >= 2 && list.every(isObject),
    `${path} is ${JSON.stringify(branches)}; it is a list of at least two objects, of which one has to match.`,
  );
  for (const [index, branch] of list.entries()) {
    if (isObject(branch)) checkNested(check, `${path}[${index}]`, branch, names);
  }
}

function checkValues(
  check: ConfigCheck,
  path: string,
  values: readonly unknown[],
  names: readonly string[],
): void {
  check.that(values.length > 0, `${path} is an empty list, which nothing matches. List the accepted values.`);
  for (const value of values) {
    check.that(
      !Array.isArray(value),
      `${path} has the value ${JSON.stringify(value)}; a list of accepted values has no lists in it.`,
    );
    if (isObject(value)) checkOperators(check, path, value, names);
  }
}

function checkOperators(
  check: ConfigCheck,
  path: string,
  filter: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void {
  const used = Object.keys(filter);
  check.that(
    used.length === 1,
    `${path} has the filter ${JSON.stringify(filter)}; a filter has one name, such as "prefix". Give each an object of ` +
      "its own.",
  );
  for (const name of used) {
    const operand = names.includes(name) ? OPERANDS[name] : undefined;
    check.that(operand !== undefined, `${path} has the filter "${name}"; AWS knows ${names.join(", ")}.`);
    check.that(
      operand === undefined || operand.takes(filter[name]),
      `${path} has the filter ${JSON.stringify({ [name]: filter[name] })}; ${name} takes ${operand?.wants}.`,
    );
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
