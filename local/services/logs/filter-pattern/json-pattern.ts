import { type Comparable, readComparison } from "./comparison";
import { type Condition, readCompound } from "./compound";
import type { PatternCursor } from "./pattern-cursor";
import { readSelector } from "./property-selector";

const CONSTANTS = { NULL: null, TRUE: true, FALSE: false } as const;

/** Conditions on messages that are JSON, in braces. */
export function jsonPattern(cursor: PatternCursor): Condition<string> {
  cursor.takes("{");
  const holds = readCompound(cursor, () => readCondition(cursor));
  if (!cursor.takes("}"))
    throw cursor.invalid("conditions are joined by && or ||, and a brace closes the pattern");
  cursor.end();
  return (message) => {
    const document = parse(message);
    return document !== undefined && holds(document);
  };
}

function readCondition(cursor: PatternCursor): Condition<object> {
  const select = readSelector(cursor);
  if (cursor.match(/NOT\s+EXISTS\b/y) !== undefined) return (document) => select(document).length === 0;
  const constant = cursor.match(/IS\s+(NULL|TRUE|FALSE)\b/y)?.[1] as keyof typeof CONSTANTS | undefined;
  if (constant !== undefined) return (document) => select(document).includes(CONSTANTS[constant]);
  const holds = readComparison(cursor);
  return (document) => select(document).some((value) => isComparable(value) && holds(value));
}

/** Objects, lists and null are no values to compare with, not even by `!=`. */
function isComparable(value: unknown): value is Comparable {
  return value !== null && typeof value !== "object" && value !== undefined;
}

function parse(message: string): object | undefined {
  if (!/^\s*[{[]/.test(message)) return undefined;
  try {
    return JSON.parse(message) as object;
  } catch {
    return undefined;
  }
}
