import { ExpressionError } from "../expressions/expression-error";
import {
  isObject,
  sortedKeys,
  toBool,
  toList,
  toNumber,
  toObject,
  toSet,
  toText,
  unified,
} from "../expressions/values";

const orNull =
  (convert: (value: unknown, what: string) => unknown) =>
  (value: unknown): unknown =>
    value === null ? null : convert(value, "the argument");

const itself = (value: unknown): unknown => value;

/** Functions that change or mark the type of a value; `can` and `try` are the evaluator's. */
export const conversionFunctions = {
  tostring: orNull(toText),
  tonumber: orNull(toNumber),
  tobool: orNull(toBool),
  tolist: orNull((value, what) => unified(toList(value, what))),
  toset: orNull((value, what) => toSet(toList(value, what))),
  tomap: orNull((value, what) => {
    const map = toObject(value, what);
    const keys = sortedKeys(map);
    const values = unified(keys.map((key) => map[key]));
    return Object.fromEntries(keys.map((key, index) => [key, values[index]]));
  }),
  sensitive: itself,
  nonsensitive: itself,
  one: (list: unknown) => {
    if (list === null) throw new ExpressionError("the list must not be null");
    const items = Array.isArray(list) ? list : [list];
    if (items.length < 2) return items[0] ?? null;
    throw new ExpressionError(`the list must have no or one element, and has ${items.length}`);
  },
  coalesce: (...values: unknown[]) => {
    const found = unified(values).find((value) => value !== null && value !== "");
    if (found !== undefined) return found;
    throw new ExpressionError("every argument is null or empty");
  },
  coalescelist: (...lists: unknown[]) => {
    const found = lists.find((list) => list !== null && toList(list, "an argument").length > 0);
    if (found !== undefined) return found;
    throw new ExpressionError("every list is empty");
  },
  length: (value: unknown) => {
    if (typeof value === "string") return [...new Intl.Segmenter().segment(value)].length;
    return isObject(value) ? Object.keys(value).length : toList(value, "the argument").length;
  },
};
