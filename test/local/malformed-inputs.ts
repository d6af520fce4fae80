/** What stands in the place of each member, one after the other. */
const WRONG: readonly unknown[] = [
  null,
  true,
  -1.5,
  Number.POSITIVE_INFINITY,
  "",
  "a:b/c.d* \u0000%",
  [],
  [null],
  ["text"],
  [{}],
  {},
  { text: "text" },
  { text: { text: {} } },
];

/** Every input that differs from a right one in one place: a member left out, or another value in its place. */
export function* malformed(right: unknown): Generator<unknown> {
  for (const path of paths(right)) {
    yield changed(right, path, () => undefined);
    for (const value of WRONG) yield changed(right, path, () => structuredClone(value));
  }
}

function* paths(value: unknown): Generator<readonly PropertyKey[]> {
  if (typeof value !== "object" || value === null) return;
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  for (const [name, part] of entries) {
    yield [name];
    for (const rest of paths(part)) yield [name, ...rest];
  }
}

function changed(value: unknown, [name, ...rest]: readonly PropertyKey[], change: () => unknown): unknown {
  if (name === undefined) return change();
  const part = (key: unknown, old: unknown) =>
    String(key) === String(name) ? changed(old, rest, change) : old;
  if (value instanceof Map) return new Map([...value].map(([key, old]) => [key, part(key, old)]));
  if (Array.isArray(value)) {
    return value.map((old, index) => part(index, old)).filter((old) => old !== undefined);
  }
  return Object.fromEntries(Object.entries(value as object).map(([key, old]) => [key, part(key, old)]));
}
