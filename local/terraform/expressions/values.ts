import { ExpressionError } from "./expression-error";

/** A map or object of Terraform. */
export type ObjectValue = Readonly<Record<string, unknown>>;

/** Whether a value is a map or object. */
export function isObject(value: unknown): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Orders texts by their bytes, as Terraform orders keys and sets. */
export function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Keys in the order in which Terraform goes through a map; a JavaScript object puts digits first. */
export function sortedKeys(object: ObjectValue): string[] {
  return Object.keys(object).sort(compareTexts);
}

/** What a value is, in Terraform's words. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  return typeof value === "boolean" ? "a bool" : `a ${typeof value}`;
}

/** A text that is the same for equal values, whatever the order of their keys. */
export function canonicalText(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      isObject(inner) ? sortedKeys(inner).map((key) => [key, inner[key]]) : inner,
    ) ?? "undefined"
  );
}

/** Whether two values are equal for Terraform, which keeps `1` and `"1"` apart. */
export function areEqual(a: unknown, b: unknown): boolean {
  return canonicalText(a) === canonicalText(b);
}

/** The digits of a number without an exponent, as Terraform writes it, which shows the sign of a zero. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return "-0";
  if (!Number.isFinite(value)) return value < 0 ? "-Inf" : "+Inf";
  const [mantissa = "", exponent] = String(value).split("e");
  if (exponent === undefined) return mantissa;
  const digits = mantissa.replace(/[-.]/g, "");
  const sign = value < 0 ? "-" : "";
  const zeros = Number(exponent);
  return zeros < 0
    ? `${sign}0.${"0".repeat(-zeros - 1)}${digits}`
    : `${sign}${digits}${"0".repeat(zeros - digits.length + 1)}`;
}

/** @throws ExpressionError for what has no text: null, lists, objects */
export function toText(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  throw new ExpressionError(`${what} must be a string, and is ${typeName(value)}`);
}

/** The number that a text is a decimal of, NaN for others: unlike JavaScript, Terraform takes no spaces and no `0x10`. */
export function parseDecimal(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

/** @throws ExpressionError for what is no number and no text of one */
export function toNumber(value: unknown, what: string): number {
  if (typeof value === "number") return value;
  const number = typeof value === "string" ? parseDecimal(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw new ExpressionError(`${what} must be a number, and is ${shown(value)}`);
}

/** @throws ExpressionError for what is no whole number and no text of one */
export function toInteger(value: unknown, what: string): number {
  const number = toNumber(value, what);
  if (Number.isInteger(number)) return number;
  throw new ExpressionError(`${what} must be a whole number, and is ${numberText(number)}`);
}

/** The bool that a text stands for; undefined for others. */
export function parseBool(text: string): boolean | undefined {
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : undefined;
}

/** @throws ExpressionError for what is no bool and no text of one */
export function toBool(value: unknown, what: string): boolean {
  if (typeof value === "boolean") return value;
  const bool = typeof value === "string" ? parseBool(value) : undefined;
  if (bool !== undefined) return bool;
  throw new ExpressionError(`${what} must be a bool, and is ${shown(value)}`);
}

/** @throws ExpressionError for what is no list or set */
export function toList(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new ExpressionError(`${what} must be a list, and is ${typeName(value)}`);
}

/** @throws ExpressionError for what is no map or object */
export function toObject(value: unknown, what: string): ObjectValue {
  if (isObject(value)) return value;
  throw new ExpressionError(`${what} must be a map, and is ${typeName(value)}`);
}

/**
 * Gives values of a list one type: beside strings, numbers and bools become strings.
 * @throws ExpressionError when they have no type in common
 */
export function unified(values: readonly unknown[]): readonly unknown[] {
  const types = new Set(values.filter((value) => value !== null).map((value) => typeof value));
  if (types.size < 2) return values;
  if (types.has("object") || !types.has("string")) {
    const names = [...new Set(values.filter((value) => value !== null).map(typeName))].join(" and ");
    throw new ExpressionError(`all elements must have the same type, and there are ${names}`);
  }
  return values.map((value) => (value === null ? null : toText(value, "an element")));
}

/** Sorted and without doubles, as a set is gone through. */
export function toSet(values: readonly unknown[]): readonly unknown[] {
  const byText = new Map(unified(values).map((value) => [canonicalText(value), value]));
  return [...byText.values()].sort(compareElements);
}

function compareElements(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return typeof a === "string" && typeof b === "string"
    ? compareTexts(a, b)
    : compareTexts(canonicalText(a), canonicalText(b));
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : typeName(value);
}
