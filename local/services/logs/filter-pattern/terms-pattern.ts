import type { Condition } from "./compound";
/** Words and phrases that a message has to contain, may contain (`?`) or must not contain (`-`). */
export function termsPattern(pattern: string): Condition<string> {
  const all: string[] = [];
  const any: string[] = [];
  const none: string[] = [];
  for (const [, sign = "", quoted, bare] of pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)) {
    const term = quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "";
    (sign === "?" ? any : sign === "-" ? none : all).push(term);
  }
  return (message) =>
    all.every((term) => message.includes(term)) &&
    !none.some((term) => message.includes(term)) &&
    (any.length === 0 || all.length > 0 || any.some((term) => message.includes(term)));
}
