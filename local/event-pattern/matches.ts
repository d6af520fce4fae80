import { type Leaf, matchesLeaf } from "./matcher";

/** A pattern: each field names a nested pattern or the list of what its value may be; `$or` lists patterns. */
export interface EventPattern {
  readonly [field: string]: EventPattern | readonly unknown[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Whether an event matches a content pattern, as EventBridge decides it; also what Lambda's event filters and
 * SNS's filter policies are made of. The pattern is taken as valid: see `validatePattern`.
 */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  const root = isFields(event) ? event : {};
  return matchesFields(pattern, root, [root]);
}

/**
 * An array of objects matches when one and the same element satisfies the whole nested pattern, but a field is
 * absent only when no element has it.
 * @param peers - every object at this place of the event, `fields` among them
 */
function matchesFields(pattern: EventPattern, fields: Fields, peers: readonly Fields[]): boolean {
  for (const field of Object.keys(pattern)) {
    const expected = pattern[field];
    if (Array.isArray(expected)) {
      const satisfied =
        field === "$or"
          ? expected.some((branch: EventPattern) => matchesFields(branch, fields, peers))
          : matchesAny(expected, field, fields, peers);
      if (!satisfied) return false;
    } else if (!matchesNested(expected as EventPattern, field, fields, peers)) return false;
  }
  return true;
}

function matchesNested(
  pattern: EventPattern,
  field: string,
  fields: Fields,
  peers: readonly Fields[],
): boolean {
  const children = objectsIn(fieldValue(fields, field));
  const allChildren = peers.flatMap((peer) => objectsIn(fieldValue(peer, field)));
  const candidates = children.length === 0 ? [{}] : children;
  return candidates.some((child) => matchesFields(pattern, child, allChildren));
}

function matchesAny(
  matchers: readonly unknown[],
  field: string,
  fields: Fields,
  peers: readonly Fields[],
): boolean {
  const leaves = leavesIn(fieldValue(fields, field));
  return matchers.some((matcher) =>
    isAbsence(matcher)
      ? peers.every((peer) => leavesIn(fieldValue(peer, field)).length === 0)
      : leaves.some((leaf) => matchesLeaf(matcher, leaf)),
  );
}

/** Fields that an event inherits from nowhere: `constructor` and the like are names as any other. */
function fieldValue(fields: Fields, field: string): unknown {
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}

function leavesIn(value: unknown): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap(leavesIn);
  return value === undefined || isFields(value) ? [] : [value as Leaf];
}

function objectsIn(value: unknown): readonly Fields[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return isFields(value) ? [value] : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAbsence(matcher: unknown): boolean {
  return isFields(matcher) && matcher["exists"] === false;
}
