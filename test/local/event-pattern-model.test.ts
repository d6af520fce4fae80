import * as fc from "fast-check";
import { type EventPattern, matchesPattern } from "../../local/event-pattern/matches";
import { parsePattern } from "../../local/event-pattern/validate";

const anyField = fc.constantFrom("a", "b", "c");
const anyLeaf = fc.oneof(
  fc.constantFrom("", "x", "xy", "XY", "yx"),
  fc.integer({ min: -2, max: 2 }),
  fc.boolean(),
  fc.constant(null),
);
const anyText = fc.constantFrom("x", "y", "xy");
const anyMatcher = fc.oneof(
  anyLeaf,
  anyText.map((prefix) => ({ prefix })),
  anyText.map((suffix) => ({ suffix })),
  anyText.map((text) => ({ "equals-ignore-case": text })),
  fc.boolean().map((exists) => ({ exists })),
  fc.integer({ min: -2, max: 2 }).map((bound) => ({ numeric: [">=", bound] })),
  fc.array(anyText, { minLength: 1 }).map((texts) => ({ "anything-but": texts })),
);
const anyMatchers = fc.array(anyMatcher, { minLength: 1, maxLength: 3 });

const { pattern: anyPattern } = fc.letrec<{ pattern: EventPattern }>((tie) => ({
  pattern: fc
    .tuple(
      fc.dictionary(anyField, fc.oneof({ maxDepth: 2 }, anyMatchers, tie("pattern")), {
        minKeys: 1,
        maxKeys: 2,
      }),
      fc.option(
        fc.array(fc.dictionary(anyField, anyMatchers, { minKeys: 1 }), { minLength: 2, maxLength: 3 }),
      ),
    )
    .map(([fields, branches]) => ({ ...fields, ...(branches === null ? {} : { $or: branches }) })),
}));

const { event: anyEvent } = fc.letrec<{ event: object }>((tie) => ({
  event: fc.dictionary(anyField, fc.oneof({ maxDepth: 2 }, anyLeaf, fc.array(anyLeaf), tie("event"))),
}));

type Conditions = readonly (readonly [path: string, matchers: readonly unknown[]])[];

/** Every way through the branches, as lists of path and allowed values. */
function expand(pattern: EventPattern, path: string): Conditions[] {
  let ways: Conditions[] = [[]];
  for (const [field, value] of Object.entries(pattern)) {
    const options: Conditions[] =
      field === "$or"
        ? (value as EventPattern[]).flatMap((branch) => expand(branch, path))
        : Array.isArray(value)
          ? [[[`${path}/${field}`, value]]]
          : expand(value as EventPattern, `${path}/${field}`);
    ways = ways.flatMap((way) => options.map((option) => [...way, ...option]));
  }
  return ways;
}

function flatten(value: unknown, path: string, flat: Map<string, unknown[]>): Map<string, unknown[]> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [field, child] of Object.entries(value)) flatten(child, `${path}/${field}`, flat);
  } else {
    const values = Array.isArray(value) ? value : [value];
    if (values.length > 0) flat.set(path, [...(flat.get(path) ?? []), ...values]);
  }
  return flat;
}

function modelMatches(pattern: EventPattern, event: object): boolean {
  const flat = flatten(event, "", new Map());
  return expand(pattern, "").some((conditions) =>
    conditions.every(([path, matchers]) => {
      const values = flat.get(path) ?? [];
      return matchers.some((matcher) => modelMatchesValue(matcher, values));
    }),
  );
}

function modelMatchesValue(matcher: unknown, values: readonly unknown[]): boolean {
  if (typeof matcher !== "object" || matcher === null) return values.includes(matcher);
  const [operator, operand] = Object.entries(matcher as Record<string, string>)[0] ?? [];
  const texts = values.filter((value): value is string => typeof value === "string");
  const text = String(operand);
  switch (operator) {
    case "exists":
      return text === String(values.length > 0);
    case "prefix":
      return texts.some((value) => value.indexOf(text) === 0);
    case "suffix":
      return texts.some((value) => new RegExp(`${text}$`).test(value));
    case "equals-ignore-case":
      return texts.some((value) => value.localeCompare(text, "en", { sensitivity: "accent" }) === 0);
    case "numeric":
      return values.some((value) => typeof value === "number" && !(value < Number(operand?.[1])));
    default:
      return values.some((value) => !new Set<unknown>(operand).has(value));
  }
}

describe("matchesPattern", () => {
  it("agrees with a model that compares flat paths with expanded branches", async () => {
    await fc.assert(
      fc.property(anyPattern, anyEvent, (pattern, event) => {
        expect(matchesPattern(pattern, event)).toBe(modelMatches(pattern, event));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("parsePattern", () => {
  it("takes every pattern that the model draws", async () => {
    await fc.assert(
      fc.property(anyPattern, (pattern) => expect(parsePattern(JSON.stringify(pattern))).toEqual(pattern)),
    );
  });
});
