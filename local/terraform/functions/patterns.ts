import { UnsupportedError } from "../../kernel/errors";
import { ExpressionError } from "../expressions/expression-error";
import { toText } from "../expressions/values";

/** Terraform's patterns are RE2's; these spellings differ in JavaScript. */
const TRANSLATIONS: readonly (readonly [RegExp, string])[] = [
  [/\(\?P</g, "(?<"],
  [/\\A/g, "^"],
  [/\\z/g, "$"],
  [/\[:alpha:\]/g, "a-zA-Z"],
  [/\[:digit:\]/g, "0-9"],
  [/\[:alnum:\]/g, "a-zA-Z0-9"],
  [/\[:upper:\]/g, "A-Z"],
  [/\[:lower:\]/g, "a-z"],
  [/\[:space:\]/g, "\\s"],
];

/** Lookaround and back references, which RE2 does not know, and its syntax that JavaScript does not. */
const BEYOND_BOTH = /\(\?<?[=!]|\\[1-9]|\\[CQE]|\[:|\(\?[imsU-]+:/;

function compile(source: string, flags: string): RegExp {
  const leading = /^\(\?([ims]+)\)/.exec(source);
  const rest = source.slice(leading?.[0].length ?? 0);
  const pattern = TRANSLATIONS.reduce((text, [from, to]) => text.replace(from, to), rest);
  const beyond = BEYOND_BOTH.exec(pattern);
  if (beyond !== null) {
    throw new UnsupportedError(
      `the local cloud does not model ${JSON.stringify(beyond[0])} in the pattern ${JSON.stringify(source)}; ` +
        "write the pattern without it",
    );
  }
  try {
    return new RegExp(pattern, `${flags}u${leading?.[1] ?? ""}`);
  } catch (error) {
    throw new ExpressionError(error instanceof Error ? error.message : String(error));
  }
}

/** The whole match, or the groups as a list, or named groups as an object. */
function captured(match: RegExpMatchArray): unknown {
  if (match.groups !== undefined) {
    return Object.fromEntries(Object.entries(match.groups).map(([name, value]) => [name, value ?? null]));
  }
  return match.length === 1 ? match[0] : match.slice(1).map((group: string | undefined) => group ?? null);
}

/** Terraform's `regex`. */
export function firstMatch(pattern: unknown, value: unknown): unknown {
  const source = toText(pattern, "the pattern");
  const text = toText(value, "the text");
  const match = text.match(compile(source, ""));
  if (match === null)
    throw new ExpressionError(`${JSON.stringify(text)} does not match ${JSON.stringify(source)}`);
  return captured(match);
}

/** Terraform's `regexall`. */
export function allMatches(pattern: unknown, value: unknown): unknown[] {
  const expression = compile(toText(pattern, "the pattern"), "g");
  return Array.from(toText(value, "the text").matchAll(expression), captured);
}

/** Replaces every match; `$1`, `${1}`, `$name` and `${name}` stand for groups and `$$` for a dollar sign. */
export function replacePattern(text: string, pattern: string, replacement: string): string {
  return text.replace(compile(pattern, "g"), (...match: unknown[]) => {
    const groups = match.at(-1);
    const named = typeof groups === "object" && groups !== null ? { ...groups } : {};
    const byName: Readonly<Record<string, unknown>> = { ...match.slice(0, -2), ...named };
    return replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, bare?: string, braced?: string) => {
      if (whole === "$$") return "$";
      return String(byName[bare ?? braced ?? ""] ?? "");
    });
  });
}
