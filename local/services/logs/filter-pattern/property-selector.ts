import type { PatternCursor } from "./pattern-cursor";

/** Finds what a selector such as `$.users[0].email` points at: nothing, a value, or with `*` several. */
export type PropertySelector = (document: unknown) => readonly unknown[];

type Step = (value: unknown) => readonly unknown[];

/** Reads a selector: names after periods, `[0]` for an element, `['a.b']` for any name and `*` for all of them. */
export function readSelector(cursor: PatternCursor): PropertySelector {
  if (!cursor.takes("$")) {
    throw cursor.invalid(
      'conditions look like $.level = "ERROR", $.status >= 500, $.x IS NULL or $.x NOT EXISTS',
    );
  }
  const steps: Step[] = [];
  for (let step = readStep(cursor); step !== undefined; step = readStep(cursor)) steps.push(step);
  if (steps.length === 0) throw cursor.invalid("a property follows $, as in $.level");
  return (document) => steps.reduce((found: readonly unknown[], step) => found.flatMap(step), [document]);
}

function readStep(cursor: PatternCursor): Step | undefined {
  const match = cursor.match(/(?:\.?\[(?:(\d+)|'([^']*)'|(\*))\])|\.(?:([\w-]+)|(\*))/y);
  if (match === undefined) return undefined;
  const [, index, quoted, , name] = match;
  const key = index ?? quoted ?? name;
  if (key === undefined) return (value) => (isContainer(value) ? Object.values(value) : []);
  return (value) => (isContainer(value) && Object.hasOwn(value, key) ? [value[key]] : []);
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
