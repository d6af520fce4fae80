import { ExpressionError } from "../expressions/expression-error";
import { areEqual, toList, toSet } from "../expressions/values";

const set = (value: unknown): readonly unknown[] => toSet(toList(value, "the set"));
const has = (items: readonly unknown[], item: unknown): boolean =>
  items.some((other) => areEqual(other, item));

/** Functions about sets. */
export const setFunctions = {
  setunion: (...sets: unknown[]) => toSet(sets.flatMap(set)),
  setintersection: (first: unknown, ...others: unknown[]) =>
    set(first).filter((item) => others.every((other) => has(set(other), item))),
  setsubtract: (from: unknown, what: unknown) => set(from).filter((item) => !has(set(what), item)),
  setproduct: (...sets: unknown[]) => {
    if (sets.length < 2) throw new ExpressionError("needs at least two sets");
    return sets
      .map((items) => toList(items, "the set"))
      .reduce<unknown[][]>((rows, items) => rows.flatMap((row) => items.map((item) => [...row, item])), [[]]);
  },
};
