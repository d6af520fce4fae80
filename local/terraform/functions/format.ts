import { UnsupportedError } from "../../kernel/errors";
import { ExpressionError } from "../expressions/expression-error";
import { numberText, toBool, toInteger, toNumber, toText } from "../expressions/values";
import { jsonText } from "./encoding";

const DIRECTIVE =
  /%(?<flags>[-+ 0#]*)(?<width>\d+)?(?:\.(?<precision>\d+))?(?:\[(?<index>\d+)\])?(?<verb>[a-zA-Z%])/g;

interface Directive {
  readonly flags: string;
  readonly width?: string;
  readonly precision?: string;
  readonly index?: string;
  readonly verb: string;
}

/** Terraform's `format`, after Go's verbs. */
export function format(spec: string, values: readonly unknown[]): string {
  let next = 0;
  let highest = 0;
  const result = spec.replace(DIRECTIVE, (...match) => {
    const directive = match.at(-1) as Directive;
    if (directive.verb === "%") return "%";
    next = directive.index === undefined ? next + 1 : Number(directive.index);
    highest = Math.max(highest, next);
    if (next > values.length)
      throw new ExpressionError(`${match[0]} has no argument: there are ${values.length}`);
    return padded(written(directive, values[next - 1]), directive);
  });
  if (highest < values.length && values.length > 0) {
    throw new ExpressionError(`there are ${values.length} arguments, and only ${highest} are used`);
  }
  return result;
}

/** Terraform's `formatlist`: formats once per element; what is no list is used every time. */
export function formatList(spec: string, values: readonly unknown[]): string[] {
  const lists = values.filter((value): value is readonly unknown[] => Array.isArray(value));
  const length = lists[0]?.length ?? 1;
  if (lists.some((list) => list.length !== length)) throw new ExpressionError("the lists differ in length");
  return Array.from({ length }, (_item, index) =>
    format(
      spec,
      values.map((value) => (Array.isArray(value) ? value[index] : value)),
    ),
  );
}

function written({ verb, flags, precision }: Directive, value: unknown): string {
  const digits = precision === undefined ? undefined : Number(precision);
  const number = (): number => toNumber(value, `the argument of %${verb}`);
  const integer = (): number => toInteger(value, `the argument of %${verb}`);
  if (flags.includes("#") && verb !== "v") {
    throw new UnsupportedError(
      `the local cloud does not model the flag # of %${verb} in format; write what it adds`,
    );
  }
  switch (verb) {
    case "v":
      return flags.includes("#") || typeof value === "object"
        ? jsonText(value)
        : toText(value, "the argument of %v");
    case "s":
    case "q": {
      const text = [...toText(value, `the argument of %${verb}`)].slice(0, digits).join("");
      return verb === "q" ? jsonText(text) : text;
    }
    case "t":
      return String(toBool(value, "the argument of %t"));
    case "d":
      return signed(numberText(integer()), flags);
    case "b":
    case "o":
    case "x":
    case "X":
      return signed(inBase(verb, integer()), flags);
    case "f":
    case "F":
      return signed(fixed(number(), digits ?? 6), flags);
    case "e":
    case "E":
      return signed(exponential(number(), digits ?? 6, verb), flags);
    default:
      throw new UnsupportedError(
        `the local cloud does not model the verb %${verb} of format; use %s, %d, %f or %v`,
      );
  }
}

function inBase(verb: string, value: number): string {
  const bases: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16 };
  const digits = value.toString(bases[verb]);
  return verb === "X" ? digits.toUpperCase() : digits;
}

/** What lies exactly between two decimals goes to the even one; JavaScript takes the larger. */
function fixed(value: number, digits: number): string {
  if (Math.abs(value) >= 1e21) {
    throw new UnsupportedError(
      "the local cloud does not model %f of format for numbers of 22 digits and more",
    );
  }
  const [whole = "", fraction = ""] = value.toFixed(100).split(".");
  const isTie = /^50*$/.test(fraction.slice(digits));
  const kept = digits === 0 ? whole : `${whole}.${fraction.slice(0, digits)}`;
  return isTie && Number(kept.at(-1)) % 2 === 0 ? kept : value.toFixed(digits);
}

/** Go writes at least two digits of exponent. */
function exponential(value: number, digits: number, verb: string): string {
  const text = value.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
  return verb === "E" ? text.toUpperCase() : text;
}

function signed(text: string, flags: string): string {
  if (text.startsWith("-")) return text;
  return flags.includes("+") ? `+${text}` : flags.includes(" ") ? ` ${text}` : text;
}

function padded(text: string, { flags, width, verb }: Directive): string {
  const length = Number(width ?? 0);
  const isText = "sqv".includes(verb);
  if (flags.includes("-")) return text.padEnd(length, isText && flags.includes("0") ? "0" : " ");
  if (!flags.includes("0") || verb === "t") return text.padStart(length);
  if (isText) return text.padStart(length, "0");
  const sign = /^[+\- ]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(length - sign.length, "0");
}
