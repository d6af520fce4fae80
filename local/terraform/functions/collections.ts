import { ExpressionError } from "../expressions/expression-error";
import {
  areEqual,
  canonicalText,
  compareTexts,
  sortedKeys,
  toBool,
  toInteger,
  toList,
  toNumber,
  toObject,
  toText,
  unified,
} from "../expressions/values";

const list = (value: unknown): readonly unknown[] => toList(value, "the list");
const map = (value: unknown) => toObject(value, "the map");
const texts = (value: unknown): string[] => list(value).map((item) => toText(item, "an element"));

function flatten(items: readonly unknown[]): unknown[] {
  return items.flatMap((item) => (Array.isArray(item) ? flatten(item) : [item]));
}

function range(...bounds: unknown[]): number[] {
  const [a = 0, b, c] = bounds.map((bound) => toNumber(bound, "a bound"));
  const [start, limit] = b === undefined ? [0, a] : [a, b];
  const step = c ?? (start <= limit ? 1 : -1);
  if (step === 0 || (step > 0 ? limit < start : limit > start)) {
    throw new ExpressionError(`no steps of ${step} lead from ${start} to ${limit}`);
  }
  const count = Math.ceil((limit - start) / step);
  if (count > 1024)
    throw new ExpressionError(`the list would have ${count} elements; at most 1024 are allowed`);
  return Array.from({ length: count }, (_item, index) => start + index * step);
}

/** Functions about lists and maps. */
export const collectionFunctions = {
  alltrue: (items: unknown) => list(items).every((item) => item !== null && toBool(item, "an element")),
  anytrue: (items: unknown) => list(items).some((item) => item !== null && toBool(item, "an element")),
  chunklist: (items: unknown, size: unknown) => {
    const [all, length] = [list(items), toInteger(size, "the size")];
    if (length < 0) throw new ExpressionError(`the size must not be negative, and is ${length}`);
    if (length === 0) return all.length === 0 ? [] : [all];
    const chunks = Math.ceil(all.length / length);
    return Array.from({ length: chunks }, (_chunk, index) => all.slice(index * length, (index + 1) * length));
  },
  compact: (items: unknown) =>
    list(items)
      .filter((item) => item !== null && item !== "")
      .map((item) => toText(item, "an element")),
  concat: (...lists: unknown[]) => lists.flatMap(list),
  contains: (items: unknown, item: unknown) => list(items).some((other) => areEqual(other, item)),
  distinct: (items: unknown) => [
    ...new Map(unified(list(items)).map((item) => [canonicalText(item), item])).values(),
  ],
  element: (items: unknown, index: unknown) => {
    const [all, position] = [list(items), toInteger(index, "the index")];
    if (all.length === 0) throw new ExpressionError("the list is empty");
    if (position < 0) throw new ExpressionError(`the index must not be negative, and is ${position}`);
    return all[position % all.length];
  },
  flatten: (items: unknown) => flatten(list(items)),
  index: (items: unknown, item: unknown) => {
    const index = list(items).findIndex((other) => areEqual(other, item));
    if (index < 0) throw new ExpressionError(`the list has no element ${canonicalText(item)}`);
    return index;
  },
  keys: (object: unknown) => sortedKeys(map(object)),
  values: (object: unknown) => sortedKeys(map(object)).map((key) => map(object)[key]),
  lookup: (object: unknown, key: unknown, ...fallback: unknown[]) => {
    const name = toText(key, "the key");
    if (Object.hasOwn(map(object), name)) return map(object)[name];
    if (fallback.length === 0) throw new ExpressionError(`the map has no key ${JSON.stringify(name)}`);
    return fallback[0];
  },
  matchkeys: (items: unknown, keys: unknown, wanted: unknown) => {
    const [all, names] = [list(items), list(keys)];
    if (all.length !== names.length) {
      throw new ExpressionError(`${names.length} keys do not fit ${all.length} values`);
    }
    return all.filter((_item, index) => list(wanted).some((one) => areEqual(one, names[index])));
  },
  merge: (...objects: unknown[]) =>
    Object.fromEntries(objects.filter((one) => one !== null).flatMap((one) => Object.entries(map(one)))),
  range,
  reverse: (items: unknown) => [...list(items)].reverse(),
  slice: (items: unknown, from: unknown, to: unknown) => {
    const [start, end] = [toInteger(from, "the start"), toInteger(to, "the end")];
    if (start < 0 || start > end || end > list(items).length) {
      throw new ExpressionError(`${start} to ${end} does not lie in a list of ${list(items).length}`);
    }
    return list(items).slice(start, end);
  },
  sort: (items: unknown) => texts(items).sort(compareTexts),
  transpose: (object: unknown) => {
    const result = new Map<string, string[]>();
    for (const key of sortedKeys(map(object))) {
      for (const item of texts(map(object)[key])) result.set(item, [...(result.get(item) ?? []), key]);
    }
    return Object.fromEntries(result);
  },
  zipmap: (keys: unknown, values: unknown) => {
    const names = texts(keys);
    if (names.length !== list(values).length) {
      throw new ExpressionError(`${names.length} keys do not fit ${list(values).length} values`);
    }
    return Object.fromEntries(names.map((name, index) => [name, list(values)[index]]));
  },
};
