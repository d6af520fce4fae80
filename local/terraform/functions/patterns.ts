import { ExpressionError } from "../expressions/expression-error";
import { toText } from "../expressions/values";
import { type CompiledPattern, compilePattern } from "./re2";

/** Every match, as RE2 finds them: nothing matches right behind a match. */
function matchesOf({ expression }: CompiledPattern, text: string): readonly RegExpExecArray[] {
  let end = -1;
  return Array.from(text.matchAll(expression)).filter((match) => {
    const adjoins = match[0] === "" && match.index === end;
    end = match.index + match[0].length;
    return !adjoins;
  });
}

/** A pattern whose groups all have names, or none: what matches becomes an object or a list. */
function capturing(pattern: unknown): CompiledPattern & { capture(match: RegExpExecArray): unknown } {
  const compiled = compilePattern(toText(pattern, "the pattern"));
  const names = compiled.names.slice(1);
  const named = names.filter((name) => name !== undefined);
  if (named.length > 0 && named.length < names.length) {
    throw new ExpressionError("cannot mix both named and unnamed capture groups");
  }
  const capture = (match: RegExpExecArray): unknown => {
    const groups = match.slice(1).map((group: string | undefined) => group ?? null);
    if (named.length === 0) return groups.length === 0 ? match[0] : groups;
    return Object.fromEntries(named.map((name, index) => [name, groups[index]]));
  };
  return { ...compiled, capture };
}

/** Terraform's `regex`: the whole match, or the groups as a list, or named groups as an object. */
export function firstMatch(pattern: unknown, value: unknown): unknown {
  const compiled = capturing(pattern);
  const text = toText(value, "the text");
  const [match] = matchesOf(compiled, text);
  if (match !== undefined) return compiled.capture(match);
  throw new ExpressionError(`${JSON.stringify(text)} does not match ${JSON.stringify(pattern)}`);
}

/** Terraform's `regexall`. */
export function allMatches(pattern: unknown, value: unknown): unknown[] {
  const compiled = capturing(pattern);
  return matchesOf(compiled, toText(value, "the text")).map(compiled.capture);
}

/** Replaces every match; `$1`, `${1}`, `$name` and `${name}` stand for groups and `$$` for a dollar sign. */
export function replacePattern(text: string, pattern: string, replacement: string): string {
  const compiled = compilePattern(pattern);
  let [result, end] = ["", 0];
  for (const match of matchesOf(compiled, text)) {
    result += text.slice(end, match.index) + expanded(replacement, match, compiled.names);
    end = match.index + match[0].length;
  }
  return result + text.slice(end);
}

function expanded(replacement: string, match: RegExpExecArray, names: CompiledPattern["names"]): string {
  return replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, bare?: string, braced?: string) => {
    if (whole === "$$") return "$";
    const name = bare ?? braced ?? "";
    if (/^\d+$/.test(name)) return match[Number(name)] ?? "";
    return match.find((group, index) => group !== undefined && names[index] === name) ?? "";
  });
}
