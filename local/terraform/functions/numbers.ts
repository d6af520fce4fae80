import { ExpressionError } from "../expressions/expression-error";
import { withoutNoise } from "../expressions/operators";
import { toList, toNumber, toText } from "../expressions/values";

const numbersOf = (values: readonly unknown[]): readonly number[] => {
  if (values.length === 0) throw new ExpressionError("needs at least one number");
  return values.map((value) => toNumber(value, "an argument"));
};

const one =
  (compute: (value: number) => number) =>
  (value: unknown): number =>
    withoutNoise(compute(toNumber(value, "the argument")));

/** Functions about numbers. */
export const numberFunctions = {
  abs: one(Math.abs),
  // Math.ceil gives a zero with the sign of the number, Terraform one without.
  ceil: one((number) => Math.ceil(number) || 0),
  floor: one(Math.floor),
  signum: one(Math.sign),
  max: (...values: unknown[]) => Math.max(...numbersOf(values)),
  min: (...values: unknown[]) => Math.min(...numbersOf(values)),
  sum: (list: unknown) =>
    withoutNoise(numbersOf(toList(list, "the argument")).reduce((sum, value) => sum + value, 0)),
  pow: (base: unknown, exponent: unknown) =>
    withoutNoise(toNumber(base, "the base") ** toNumber(exponent, "the exponent")),
  log: (value: unknown, base: unknown) =>
    withoutNoise(Math.log(toNumber(value, "the number")) / Math.log(toNumber(base, "the base"))),
  parseint: (value: unknown, base: unknown) => {
    const [digits, radix] = [toText(value, "the text"), toNumber(base, "the base")];
    const number = Number.parseInt(digits, radix);
    // JavaScript reads as far as it can; Terraform wants the whole text to be a number.
    if (
      number.toString(radix) ===
      digits
        .toLowerCase()
        .replace(/^\+/, "")
        .replace(/^(-?)0+(?=.)/, "$1")
    )
      return number;
    throw new ExpressionError(`${JSON.stringify(digits)} is no integer of base ${radix}`);
  },
};
