import { ExpressionError } from "./expression-error";
import { areEqual, toBool, toNumber } from "./values";

type Operator = (left: unknown, right: unknown) => unknown;

const numeric =
  (compute: (left: number, right: number) => number | boolean): Operator =>
  (left, right) => {
    const result = compute(toNumber(left, "the left operand"), toNumber(right, "the right operand"));
    return typeof result === "number" ? withoutNoise(result) : result;
  };

/**
 * Terraform computes in decimals of hundreds of digits: there, 0.1 + 0.2 is 0.3.
 * It goes on with infinite numbers, such as 1 / 0.
 * @throws ExpressionError for what is no number, such as 0 / 0
 */
export function withoutNoise(value: number): number {
  if (Number.isNaN(value)) throw new ExpressionError("the result is no number");
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}

/** The binary operators that need both operands; `&&` and `||` are the evaluator's. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["==", (left, right) => areEqual(left, right)],
  ["!=", (left, right) => !areEqual(left, right)],
  ["<", numeric((left, right) => left < right)],
  [">", numeric((left, right) => left > right)],
  ["<=", numeric((left, right) => left <= right)],
  [">=", numeric((left, right) => left >= right)],
  ["+", numeric((left, right) => left + right)],
  ["-", numeric((left, right) => left - right)],
  ["*", numeric((left, right) => left * right)],
  ["/", numeric((left, right) => left / right)],
  // Unlike a product, a remainder of zero has no sign.
  ["%", numeric((left, right) => (right === 0 ? left : left % right || 0))],
]);

/** Applies `-` or `!`. */
export function applyUnary(operator: string, operand: unknown): unknown {
  return operator === "-" ? -toNumber(operand, "the operand of -") : !toBool(operand, "the operand of !");
}
