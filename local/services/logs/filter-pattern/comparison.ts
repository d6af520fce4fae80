import type { Condition } from "./compound";
import type { PatternCursor } from "./pattern-cursor";

/** A value that can be compared: a word, or a text, a number or a boolean of JSON. */
export type Comparable = string | number | boolean;

/** Reads an operator and what it compares with: `>= 500`, `= "ERROR"`, `!= 4*`, `= %Trail%`. */
export function readComparison(cursor: PatternCursor): Condition<Comparable> {
  const operator = cursor.match(/!=|<=|>=|=|<|>/y)?.[0];
  if (operator === undefined) throw cursor.invalid("an operator is one of =, !=, <, <=, > and >=");
  if (operator === "=") return readEquality(cursor);
  if (operator === "!=") {
    const equals = readEquality(cursor);
    return (actual) => !equals(actual);
  }
  const text = cursor.match(/[^\s()[\]{}&|,"%]+/y)?.[0] ?? "";
  const expected = Number(text);
  if (text === "" || Number.isNaN(expected)) throw cursor.invalid(`${operator} compares with a number`);
  return (actual) => inOrder(operator, numberOf(actual), expected);
}

function readEquality(cursor: PatternCursor): Condition<Comparable> {
  const expression = cursor.regex();
  if (expression !== undefined) return (actual) => expression.test(String(actual));
  const quoted = cursor.match(/"((?:[^"\\]|\\.)*)"/y)?.[1];
  if (quoted !== undefined) return wildcard(quoted.replace(/\\(.)/g, "$1"));
  const bare = cursor.match(/[^\s()[\]{}&|,"%]+/y)?.[0];
  if (bare === undefined)
    throw cursor.invalid("a comparison ends in a word, a number, a text or a regular expression");
  const matches = wildcard(bare);
  const number = Number(bare);
  return (actual) => matches(actual) || numberOf(actual) === number;
}

/** Neither a boolean nor a blank is a number. */
function numberOf(actual: Comparable): number {
  return typeof actual === "boolean" || String(actual).trim() === "" ? Number.NaN : Number(actual);
}

function inOrder(operator: string, actual: number, expected: number): boolean {
  switch (operator) {
    case "<":
      return actual < expected;
    case "<=":
      return actual <= expected;
    case ">":
      return actual > expected;
    default:
      return actual >= expected;
  }
}

/** An asterisk stands for any text. */
function wildcard(expected: string): Condition<Comparable> {
  const expression = new RegExp(`^${expected.split("*").map(escapeRegExp).join(".*")}$`, "s");
  return (actual) => expression.test(String(actual));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
