import { isInCidr } from "./cidr";
import { matchesWildcard } from "./wildcard";

/** A value at a leaf of an event. */
export type Leaf = string | number | boolean | null;

/** Whether a leaf satisfies one entry of a pattern's list: a plain value, or an object with one operator. */
export function matchesLeaf(matcher: unknown, leaf: Leaf): boolean {
  if (typeof matcher !== "object" || matcher === null) return matcher === leaf;
  const [operator, operand] = Object.entries(matcher)[0] ?? [];
  switch (operator) {
    case "exists":
      return operand === true;
    case "numeric":
      return typeof leaf === "number" && Array.isArray(operand) && isInRange(operand, leaf);
    case "anything-but":
      return isAnythingBut(operand, leaf);
    case "exactly":
      return operand === leaf;
    default:
      return typeof leaf === "string" && matchesText(operator ?? "", operand, leaf);
  }
}

function matchesText(operator: string, operand: unknown, text: string): boolean {
  if (isIgnoringCase(operand)) {
    return matchesText(operator, operand["equals-ignore-case"].toLowerCase(), text.toLowerCase());
  }
  if (typeof operand !== "string") return false;
  switch (operator) {
    case "prefix":
      return text.startsWith(operand);
    case "suffix":
      return text.endsWith(operand);
    case "equals-ignore-case":
      return text.toLowerCase() === operand.toLowerCase();
    case "wildcard":
      return matchesWildcard(operand, text);
    case "cidr":
      return isInCidr(text, operand);
    default:
      return false;
  }
}

/** Numbers, booleans and null are anything but a text with some prefix. */
function isAnythingBut(operand: unknown, leaf: Leaf): boolean {
  if (typeof operand !== "object" || operand === null) return operand !== leaf;
  if (Array.isArray(operand)) return !operand.includes(leaf);
  const [operator = "", values] = Object.entries(operand)[0] ?? [];
  const refused: unknown[] = Array.isArray(values) ? values : [values];
  return typeof leaf !== "string" || !refused.some((value) => matchesText(operator, value, leaf));
}

function isInRange(terms: readonly unknown[], value: number): boolean {
  for (let index = 0; index + 1 < terms.length; index += 2) {
    if (!compare(terms[index], value, Number(terms[index + 1]))) return false;
  }
  return terms.length >= 2;
}

function compare(operator: unknown, value: number, bound: number): boolean {
  switch (operator) {
    case "=":
      return value === bound;
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    default:
      return false;
  }
}

function isIgnoringCase(operand: unknown): operand is { readonly "equals-ignore-case": string } {
  return (
    typeof operand === "object" &&
    operand !== null &&
    "equals-ignore-case" in operand &&
    typeof operand["equals-ignore-case"] === "string"
  );
}
