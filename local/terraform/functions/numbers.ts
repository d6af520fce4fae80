import { UnsupportedError } from "../../kernel/errors";
import { ExpressionError } from "../expressions/expression-error";
import { withoutNoise } from "../expressions/operators";
import { toInteger, toList, toNumber } from "../expressions/values";

const numbersOf = (values: readonly unknown[]): readonly number[] => {
  if (values.length === 0) throw new ExpressionError("needs at least one number");
  return values.map((value) => toNumber(value, "an argument"));
};

const one =
  (compute: (value: number) => number) =>
  (value: unknown): number =>
    withoutNoise(compute(toNumber(value, "the argument")));

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function parseInteger(text: string, base: number): number {
  if (!Number.isInteger(base) || base < 2 || base > DIGITS.length) {
    throw new ExpressionError(`the base must be a whole number from 2 to ${DIGITS.length}, and is ${base}`);
  }
  const [, sign, digits = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  // Upper case is digits of its own only where lower case is used up.
  const values = [...(base > 36 ? digits : digits.toLowerCase())].map((digit) => DIGITS.indexOf(digit));
  if (values.length === 0 || values.some((digit) => digit < 0 || digit >= base)) {
    throw new ExpressionError(`${JSON.stringify(text)} is no integer of base ${base}`);
  }
  const number = values.reduce((sum, digit) => sum * base + digit, 0);
  if (number > Number.MAX_SAFE_INTEGER) {
    throw new UnsupportedError(
      `the local cloud computes with doubles, which do not hold ${JSON.stringify(text)} exactly; keep it a text`,
    );
  }
  return sign === "-" && number !== 0 ? -number : number;
}

/** Functions about numbers. */
export const numberFunctions = {
  abs: one(Math.abs),
  // Math.ceil gives a zero with the sign of the number, Terraform one without.
  ceil: one((number) => Math.ceil(number) || 0),
  floor: one(Math.floor),
  signum: (value: unknown) => Math.sign(toInteger(value, "the argument")),
  max: (...values: unknown[]) => Math.max(...numbersOf(values)),
  min: (...values: unknown[]) => Math.min(...numbersOf(values)),
  sum: (list: unknown) =>
    withoutNoise(numbersOf(toList(list, "the argument")).reduce((sum, value) => sum + value, 0)),
  pow: (base: unknown, exponent: unknown) =>
    withoutNoise(toNumber(base, "the base") ** toNumber(exponent, "the exponent")),
  log: (value: unknown, base: unknown) =>
    withoutNoise(Math.log(toNumber(value, "the number")) / Math.log(toNumber(base, "the base"))),
  parseint: (value: unknown, base: unknown) => {
    if (typeof value !== "string") throw new ExpressionError("the text must be a string");
    return parseInteger(value, toNumber(base, "the base"));
  },
};
