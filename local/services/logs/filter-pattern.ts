import { AwsError } from "../../kernel/errors";

type Test = (message: string) => boolean;

const EVERYTHING: Test = () => true;

/**
 * Reads a filter pattern of CloudWatch Logs: terms (`ERROR timeout`, `"two words"`, `?this ?that`, `-not`) or
 * comparisons of JSON fields joined by `&&` or `||` (`{ $.level = "ERROR" && $.status >= 500 }`).
 * @throws AwsError InvalidParameterException for a pattern outside of these
 */
export function filterPattern(pattern: string | undefined): Test {
  const text = pattern?.trim() ?? "";
  if (text === "") return EVERYTHING;
  const json = /^\{(.*)\}$/s.exec(text)?.[1];
  return json === undefined ? terms(text) : jsonPattern(json);
}

function terms(pattern: string): Test {
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

function jsonPattern(pattern: string): Test {
  const parts = pattern.split(/(&&|\|\|)/);
  const comparisons = parts.filter((_, index) => index % 2 === 0).map(comparison);
  const joins = new Set(parts.filter((_, index) => index % 2 === 1));
  if (joins.size > 1)
    throw invalid(pattern, "the local cloud joins comparisons by either && or ||, not both");
  const every = !joins.has("||");
  return (message) => {
    const document = parse(message);
    if (document === undefined) return false;
    return every
      ? comparisons.every((holds) => holds(document))
      : comparisons.some((holds) => holds(document));
  };
}

function comparison(text: string): (document: object) => boolean {
  const match = /^\s*\$((?:\.[\w-]+)+)\s*(=|!=|<=|>=|<|>)\s*(?:"([^"]*)"|(\S+))\s*$/.exec(text);
  const [, path, operator, quoted, bare] = match ?? [];
  if (path === undefined || operator === undefined) {
    throw invalid(text, 'comparisons look like $.level = "ERROR" or $.status >= 500');
  }
  const keys = path.slice(1).split(".");
  const expected = quoted ?? bare ?? "";
  const wildcard = new RegExp(`^${expected.split("*").map(escapeRegExp).join(".*")}$`, "s");
  return (document) => {
    const actual = keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], document);
    if (actual === undefined || actual === null) return false;
    switch (operator) {
      case "=":
        return wildcard.test(String(actual));
      case "!=":
        return !wildcard.test(String(actual));
      case "<":
        return Number(actual) < Number(expected);
      case "<=":
        return Number(actual) <= Number(expected);
      case ">":
        return Number(actual) > Number(expected);
      default:
        return Number(actual) >= Number(expected);
    }
  };
}

function parse(message: string): object | undefined {
  if (!message.startsWith("{")) return undefined;
  try {
    return JSON.parse(message) as object;
  } catch {
    return undefined;
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}

function invalid(pattern: string, rule: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid filter pattern "${pattern.trim()}": ${rule}`);
}
