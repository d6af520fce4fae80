import { ExpressionError } from "../expressions/expression-error";
import { toInteger, toList, toText } from "../expressions/values";
import { format, formatList } from "./format";
import { allMatches, firstMatch, replacePattern } from "./patterns";

const text = (value: unknown): string => toText(value, "the text");

/** What a reader takes for single characters, as Terraform counts them. */
const characters = (value: unknown): string[] =>
  Array.from(new Intl.Segmenter().segment(text(value)), ({ segment }) => segment);

/** One character for one, whatever stands beside it: JavaScript makes two of some. */
const lowerCase = (character: string): string => Array.from(character.toLowerCase())[0] ?? "";

/** Characters without a single capital, such as `ß`, stay as they are. */
function upperCase(character: string): string {
  const [first = "", ...more] = character.toUpperCase();
  return more.length === 0 ? first : character;
}

function trimStart(value: string, cutset: string): string {
  let start = 0;
  while (start < value.length && cutset.includes(value.charAt(start))) start += 1;
  return value.slice(start);
}

function trimEnd(value: string, cutset: string): string {
  let end = value.length;
  while (end > 0 && cutset.includes(value.charAt(end - 1))) end -= 1;
  return value.slice(0, end);
}

function substr(value: unknown, offset: unknown, length: unknown): string {
  const all = characters(value);
  const [from, count] = [toInteger(offset, "the offset"), toInteger(length, "the length")];
  const start = from < 0 ? Math.max(0, all.length + from) : from;
  return all.slice(start, count < 0 ? undefined : start + count).join("");
}

/** Functions about texts. */
export const stringFunctions = {
  chomp: (value: unknown) => text(value).replace(/[\r\n]+$/, ""),
  endswith: (value: unknown, suffix: unknown) => text(value).endsWith(text(suffix)),
  format: (spec: unknown, ...values: unknown[]) => format(text(spec), values),
  formatlist: (spec: unknown, ...values: unknown[]) => formatList(text(spec), values),
  indent: (spaces: unknown, value: unknown) =>
    text(value).replace(/\n/g, `\n${" ".repeat(toInteger(spaces, "the number of spaces"))}`),
  join: (separator: unknown, ...lists: unknown[]) => {
    if (lists.length === 0) throw new ExpressionError("needs a list");
    return lists
      .flatMap((list) => toList(list, "what is joined"))
      .map((item) => toText(item, "an element"))
      .join(text(separator));
  },
  lower: (value: unknown) => Array.from(text(value), lowerCase).join(""),
  upper: (value: unknown) => Array.from(text(value), upperCase).join(""),
  // As in Go, an apostrophe ends a word and an underscore does not.
  title: (value: unknown) =>
    text(value).replace(/(?<=^|[^\w\u{80}-\u{10ffff}]|\p{White_Space})./gu, upperCase),
  regex: firstMatch,
  regexall: allMatches,
  replace: (value: unknown, wanted: unknown, replacement: unknown) => {
    const [pattern, by] = [text(wanted), text(replacement)];
    return pattern.length > 1 && pattern.startsWith("/") && pattern.endsWith("/")
      ? replacePattern(text(value), pattern.slice(1, -1), by)
      : text(value).replaceAll(pattern, () => by);
  },
  split: (separator: unknown, value: unknown) => text(value).split(text(separator)),
  startswith: (value: unknown, prefix: unknown) => text(value).startsWith(text(prefix)),
  strcontains: (value: unknown, part: unknown) => text(value).includes(text(part)),
  strrev: (value: unknown) => characters(value).reverse().join(""),
  substr,
  trim: (value: unknown, cutset: unknown) => trimEnd(trimStart(text(value), text(cutset)), text(cutset)),
  trimprefix: (value: unknown, prefix: unknown) =>
    text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value),
  trimsuffix: (value: unknown, suffix: unknown) =>
    text(value).endsWith(text(suffix))
      ? text(value).slice(0, text(value).length - text(suffix).length)
      : text(value),
  trimspace: (value: unknown) => text(value).replace(/^\p{White_Space}+|\p{White_Space}+$/gu, ""),
};
