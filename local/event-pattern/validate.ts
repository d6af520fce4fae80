import { isCidr } from "./cidr";
import type { EventPattern } from "./matches";
import { numericProblem } from "./numeric-range";
import { wildcardProblem } from "./wildcard";

/** A pattern that AWS would refuse; the message is the reason in AWS's words, without the position in the text. */
export class EventPatternError extends Error {
  override readonly name = "EventPatternError";
}

/** Operators; AWS reserves their names inside `$or`. */
const OPERATORS = [
  "exactly",
  "prefix",
  "suffix",
  "equals-ignore-case",
  "wildcard",
  "cidr",
  "numeric",
  "anything-but",
  "exists",
];

/**
 * Reads a pattern from its JSON text.
 * @throws EventPatternError when it is not JSON or not a valid pattern
 */
export function parsePattern(text: string): EventPattern {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    throw new EventPatternError(`Filter is not valid JSON: ${(error as Error).message}`);
  }
  validatePattern(pattern);
  return pattern;
}

/** @throws EventPatternError when AWS would refuse the pattern */
export function validatePattern(pattern: unknown): asserts pattern is EventPattern {
  if (!isObject(pattern)) throw new EventPatternError("Filter is not an object");
  checkFields(pattern, false);
}

function checkFields(fields: Readonly<Record<string, unknown>>, insideOr: boolean): void {
  const entries = Object.entries(fields);
  if (entries.length === 0) throw new EventPatternError("Empty objects are not allowed");
  for (const [field, value] of entries) {
    if (field === "$or") checkOr(value);
    else if (insideOr && OPERATORS.includes(field)) {
      throw new EventPatternError(`${field} is Ruler reserved fieldName which cannot be used inside $or.`);
    } else if (Array.isArray(value)) checkMatchers(value);
    else if (isObject(value)) checkFields(value, insideOr);
    else throw new EventPatternError(`"${field}" must be an object or an array`);
  }
}

function checkOr(branches: unknown): void {
  if (!Array.isArray(branches)) throw new EventPatternError("It must be an Array followed with $or.");
  for (const branch of branches) {
    if (!isObject(branch)) {
      throw new EventPatternError("Only JSON object is allowed in array of $or relationship.");
    }
    checkFields(branch, true);
  }
  if (branches.length < 2) {
    throw new EventPatternError("There must have at least 2 Objects in $or relationship.");
  }
}

function checkMatchers(matchers: readonly unknown[]): void {
  if (matchers.length === 0) throw new EventPatternError("Empty arrays are not allowed");
  for (const matcher of matchers) {
    if (Array.isArray(matcher)) {
      throw new EventPatternError("Match value must be String, number, true, false, or null");
    }
    if (isObject(matcher)) checkMatcher(matcher);
  }
}

function checkMatcher(matcher: Readonly<Record<string, unknown>>): void {
  const [entry, second] = Object.entries(matcher);
  if (entry === undefined) throw new EventPatternError("Match expression name not found");
  const [operator, operand] = entry;
  const problem = operandProblem(operator, operand);
  if (problem !== undefined) throw new EventPatternError(problem);
  if (second !== undefined) throw new EventPatternError("Only one key allowed in match expression");
}

function operandProblem(operator: string, operand: unknown): string | undefined {
  switch (operator) {
    case "exactly":
      return typeof operand === "string" ? undefined : "exact match pattern must be a string";
    case "prefix":
    case "suffix":
      return affixProblem(operator, operand);
    case "equals-ignore-case":
      return typeof operand === "string" ? undefined : "equals-ignore-case match pattern must be a string";
    case "wildcard":
      return typeof operand === "string"
        ? wildcardProblem(operand)
        : "wildcard match pattern must be a string";
    case "cidr":
      if (typeof operand !== "string") return "prefix match pattern must be a string";
      return isCidr(operand) ? undefined : `Malformed CIDR, one '/' required`;
    case "numeric":
      return Array.isArray(operand) ? numericProblem(operand) : "Value of numeric must be an array.";
    case "anything-but":
      return isObject(operand) ? nestedAnythingButProblem(operand) : anythingButProblem(operand);
    case "exists":
      return typeof operand === "boolean" ? undefined : "exists match pattern must be either true or false.";
    default:
      return `Unrecognized match type ${operator}`;
  }
}

function affixProblem(operator: "prefix" | "suffix", operand: unknown): string | undefined {
  if (!isObject(operand)) {
    return typeof operand === "string" ? undefined : `${operator} match pattern must be a string`;
  }
  const [nested = "", value] = Object.entries(operand)[0] ?? [];
  if (nested !== "equals-ignore-case") return `Unsupported ${operator} pattern: ${nested}`;
  return typeof value === "string" ? undefined : "equals-ignore-case match pattern must be a string";
}

function anythingButProblem(operand: unknown): string | undefined {
  if (!Array.isArray(operand)) {
    return typeof operand === "string" || typeof operand === "number"
      ? undefined
      : "Value of anything-but must be an array or single string/number value.";
  }
  if (operand.some((value) => typeof value !== "string" && typeof value !== "number")) {
    return "Inside anything but list, start|null|boolean is not supported.";
  }
  return new Set(operand.map((value) => typeof value)).size === 1
    ? undefined
    : "Inside anything but list, either all values are number or string, mixed type is not supported";
}

function nestedAnythingButProblem(operand: Readonly<Record<string, unknown>>): string | undefined {
  const [operator, value] = Object.entries(operand)[0] ?? [];
  if (operator === undefined) return "Anything-But expression name not found";
  if (!["equals-ignore-case", "prefix", "suffix", "wildcard"].includes(operator)) {
    return `Unsupported anything-but pattern: ${operator}`;
  }
  for (const text of Array.isArray(value) ? value : [value]) {
    if (typeof text !== "string") {
      if (operator === "wildcard") return "wildcard match pattern must be a string";
      return operator === "equals-ignore-case"
        ? "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
        : "prefix/suffix match pattern must be a string";
    }
    if (text === "" && (operator === "prefix" || operator === "suffix")) {
      return "Null prefix/suffix not allowed";
    }
    const problem = operator === "wildcard" ? wildcardProblem(text) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
