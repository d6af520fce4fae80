import type { AwsError } from "../../../kernel/errors";

/** Letters, digits, the symbols and operators that CloudWatch Logs takes, and blanks. */
const SUPPORTED = /[A-Za-z0-9:_#=@/;,\-^$?[\]{}|\\*+. ]/;

/** What may follow a backslash: a class, a character by its code, an operator or a symbol. */
const ESCAPE = /\\(?:[dDsSwW]|x[0-9A-Fa-f]{2}|[:_#=@/;,\-^$?[\]{}|\\*+.])/y;

/**
 * Compiles a regular expression in the syntax of CloudWatch Logs, which has no groups.
 * @param invalid - makes the error of a rule that is broken
 */
export function compileRegex(source: string, invalid: (rule: string) => AwsError): RegExp {
  if (source === "") throw invalid("a regular expression is not empty");
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    if (!SUPPORTED.test(character)) {
      throw invalid(`regular expressions do not support "${character}"; \\xhh stands for any character`);
    }
    if (character !== "\\") continue;
    ESCAPE.lastIndex = at;
    const escaped = ESCAPE.exec(source)?.[0];
    if (escaped === undefined) {
      throw invalid(`regular expressions do not support "${source.slice(at, at + 2)}"`);
    }
    at += escaped.length - 1;
  }
  try {
    // Without a minimum, which is 0, JavaScript takes the braces for text.
    return new RegExp(source.replace(/\{\s*,/g, "{0,").replace(/\{(\d+),\s+/g, "{$1,"), "s");
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}
