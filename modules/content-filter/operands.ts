import { isIP } from "node:net";

/** What a content filter compares with. */
interface Operand {
  /** In words, for the error. */
  readonly wants: string;
  takes(operand: unknown): boolean;
}

/** Content filters that AWS knows inside a list of accepted values. */
export const OPERANDS: Readonly<Record<string, Operand>> = {
  prefix: affix("prefix"),
  suffix: affix("suffix"),
  "equals-ignore-case": { wants: "a text", takes: isText },
  "anything-but": {
    wants:
      'a text, a number, a list of texts or of numbers, or one of prefix, suffix, equals-ignore-case and wildcard: {"prefix": "a"}',
    takes: (operand) =>
      isNested(operand, ["prefix", "suffix", "equals-ignore-case", "wildcard"]) || isPlain(operand),
  },
  numeric: {
    wants: 'one comparison, ["=", 5], or two that bound a range, [">", 0, "<=", 5]',
    takes: isNumeric,
  },
  exists: { wants: "true or false", takes: (operand) => typeof operand === "boolean" },
  cidr: { wants: 'an address block: "10.0.0.0/24"', takes: isCidr },
  wildcard: {
    wants: 'a text without "**", in which "\\\\" stands before "*" or "\\\\" alone',
    takes: isWildcard,
  },
};

function affix(name: string): Operand {
  return {
    wants: `a text, or {"equals-ignore-case": "a"}: {"${name}": {"equals-ignore-case": "a"}}`,
    takes: (operand) => isText(operand) || isNested(operand, ["equals-ignore-case"]),
  };
}

function isText(operand: unknown): operand is string {
  return typeof operand === "string";
}

function isPlain(operand: unknown): boolean {
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  return values.length > 0 && (values.every(isText) || values.every((value) => typeof value === "number"));
}

/** Whether an operand is one of other filters with a text, or texts, of its own. */
function isNested(operand: unknown, names: readonly string[]): boolean {
  if (typeof operand !== "object" || operand === null || Array.isArray(operand)) return false;
  const [[name, value] = ["", undefined], ...others] = Object.entries(operand);
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (others.length > 0 || !names.includes(name) || texts.length === 0 || !texts.every(isText)) return false;
  return name === "wildcard" ? texts.every(isWildcard) : texts.every((text) => text !== "");
}

function isNumeric(operand: unknown): boolean {
  if (!Array.isArray(operand)) return false;
  const [operator, bound, second, top] = operand;
  if (typeof bound !== "number") return false;
  if (operand.length === 2) return ["=", "<", "<=", ">", ">="].includes(operator);
  const isRange = [">", ">="].includes(operator) && ["<", "<="].includes(second) && operand.length === 4;
  return isRange && typeof top === "number" && bound < top;
}

function isCidr(operand: unknown): boolean {
  const [, address = "", bits = ""] = (isText(operand) && /^([^/]+)\/(\d{1,3})$/.exec(operand)) || [];
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return bits !== "" && Number(bits) <= most;
}

function isWildcard(operand: unknown): boolean {
  return isText(operand) && /^(?:[^*\\]|\\[*\\]|\*(?!\*))*$/s.test(operand);
}
