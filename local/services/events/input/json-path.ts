/** A step into a value: a field, an element, or every element. */
type Step = string | number | typeof EVERY;

const EVERY = Symbol("every element");

/** A path that EventBridge understands, read once and used for every event. */
export interface JsonPath {
  /** What the path leads to; undefined when the event has nothing there. */
  read(event: unknown): unknown;
}

const STEP = /\.([^.[\]\s'"]+)|\[(\d+|\*)\]|\['([^']+)'\]/y;

/**
 * Reads a path in the part of JSONPath that EventBridge takes: fields, indices and `*`.
 * @returns undefined when it is no such path
 */
export function parseJsonPath(path: string): JsonPath | undefined {
  if (!path.startsWith("$")) return undefined;
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (match === null) return undefined;
    const [, field, index, quoted] = match;
    if (index !== undefined) steps.push(index === "*" ? EVERY : Number(index));
    else steps.push(field === "*" ? EVERY : (field ?? quoted ?? ""));
  }
  return { read: (event) => follow(event, steps) };
}

function follow(value: unknown, steps: readonly Step[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  if (step === EVERY) {
    const found = Object.values(value).map((child) => follow(child, rest));
    return found.filter((child) => child !== undefined);
  }
  if (typeof step === "number") return Array.isArray(value) ? follow(value[step], rest) : undefined;
  if (Array.isArray(value) || !Object.hasOwn(value, step)) return undefined;
  return follow((value as Readonly<Record<string, unknown>>)[step], rest);
}
