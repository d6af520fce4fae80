import { ExpressionError } from "../expressions/expression-error";

/** Code points from the first to the last. */
export type CodeRange = readonly [first: number, last: number];

const DIGIT: readonly CodeRange[] = [[0x30, 0x39]];
const UPPER: readonly CodeRange[] = [[0x41, 0x5a]];
const LOWER: readonly CodeRange[] = [[0x61, 0x7a]];

/** What stands between `[:` and `:]`. */
const POSIX: ReadonlyMap<string, readonly CodeRange[]> = new Map([
  ["alnum", [...DIGIT, ...UPPER, ...LOWER]],
  ["alpha", [...UPPER, ...LOWER]],
  ["ascii", [[0, 0x7f]]],
  [
    "blank",
    [
      [0x09, 0x09],
      [0x20, 0x20],
    ],
  ],
  [
    "cntrl",
    [
      [0, 0x1f],
      [0x7f, 0x7f],
    ],
  ],
  ["digit", DIGIT],
  ["graph", [[0x21, 0x7e]]],
  ["lower", LOWER],
  ["print", [[0x20, 0x7e]]],
  [
    "punct",
    [
      [0x21, 0x2f],
      [0x3a, 0x40],
      [0x5b, 0x60],
      [0x7b, 0x7e],
    ],
  ],
  [
    "space",
    [
      [0x09, 0x0d],
      [0x20, 0x20],
    ],
  ],
  ["upper", UPPER],
  ["word", [...DIGIT, ...UPPER, [0x5f, 0x5f], ...LOWER]],
  ["xdigit", [...DIGIT, [0x41, 0x46], [0x61, 0x66]]],
]);

/** RE2 takes fewer characters for space than JavaScript does. */
const SPACE: readonly CodeRange[] = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];

/** Ranges as the content of a character class of JavaScript. */
export function classText(ranges: readonly CodeRange[]): string {
  return ranges
    .map(([first, last]) => `${codeText(first)}${first === last ? "" : `-${codeText(last)}`}`)
    .join("");
}

/** The content of a class for `\d`, `\S` and their like. */
export function perlClass(letter: string): string {
  if (letter === "s") return classText(SPACE);
  return letter === "S" ? classText(complement(SPACE)) : `\\${letter}`;
}

/**
 * The content of a class for `[:alpha:]` or `[:^alpha:]`.
 * @throws ExpressionError when there is no such class
 */
export function posixClass(name: string): string {
  const ranges = POSIX.get(name.replace(/^\^/, ""));
  if (ranges === undefined) throw new ExpressionError(`invalid character class range in [:${name}:]`);
  return classText(name.startsWith("^") ? complement(ranges) : ranges);
}

/**
 * The content of a class for a category or script of Unicode.
 * @param name - such as `L`, `Greek` or `^Greek`
 * @throws ExpressionError when there is none of this name
 */
export function unicodeClass(letter: string, name: string): string {
  const negated = (letter === "P") !== name.startsWith("^");
  const bare = name.replace(/^\^/, "");
  const property = bare === "Any" || bare.length < 3 ? bare : `Script=${bare}`;
  const text = `\\${negated ? "P" : "p"}{${property}}`;
  try {
    new RegExp(text, "u");
  } catch {
    throw new ExpressionError(`invalid character class range in \\${letter}{${name}}`);
  }
  return text;
}

function complement(ranges: readonly CodeRange[]): readonly CodeRange[] {
  const gaps: CodeRange[] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  return [...gaps, [next, 0x10ffff]];
}

function codeText(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
