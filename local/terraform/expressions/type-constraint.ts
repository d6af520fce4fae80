import { evaluate } from "./evaluator";
import { ExpressionError } from "./expression-error";
import { parseExpression } from "./parser";
import type { Expression } from "./syntax";
import { isObject, sortedKeys, toBool, toNumber, toSet, toText, unified } from "./values";

/**
 * Converts a value to a type of Terraform's language, such as `list(string)`.
 * @throws ExpressionError when there is no such type, or when the value does not fit it
 */
export function convertTo(type: string, value: unknown): unknown {
  return convert(parseExpression(type), value, "the value");
}

function convert(type: Expression, value: unknown, what: string): unknown {
  const { name, of } = constructorOf(type);
  if (value === null) return null;
  switch (name) {
    case "any":
      return value;
    case "string":
      return toText(value, what);
    case "number":
      return toNumber(value, what);
    case "bool":
      return toBool(value, what);
    case "list":
      return elements(of, value, what);
    case "set":
      return toSet(elements(of, value, what));
    case "map":
      return mapOf(of, value, what);
    case "tuple":
      return tupleOf(of, value, what);
    case "object":
      return objectOf(of, value, what);
    default:
      throw new ExpressionError(`the keyword ${JSON.stringify(name)} is not a valid type specification`);
  }
}

/** A type's name and, of `list(string)` and its like, what stands in the parentheses. */
function constructorOf(type: Expression): { name: string; of: Expression | undefined } {
  if (type.kind === "name") return { name: type.name, of: undefined };
  if (type.kind === "call") return { name: type.name, of: type.arguments[0] };
  throw new ExpressionError(
    "a type is bool, number, string, any or made of them, as list(string) and object({ name = string }) are",
  );
}

/** A bare `list` is a list of anything. */
function elements(of: Expression | undefined, value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ExpressionError(`${what} must be a list`);
  if (isAny(of)) return unified(value);
  return value.map((item: unknown, index) => convert(of, item, `${what}[${index}]`));
}

function mapOf(of: Expression | undefined, value: unknown, what: string): unknown {
  if (!isObject(value)) throw new ExpressionError(`${what} must be a map`);
  const keys = sortedKeys(value);
  const values = isAny(of)
    ? unified(keys.map((key) => value[key]))
    : keys.map((key) => convert(of, value[key], `${what}[${JSON.stringify(key)}]`));
  return Object.fromEntries(keys.map((key, index) => [key, values[index]]));
}

function tupleOf(of: Expression | undefined, value: unknown, what: string): unknown {
  const types = of?.kind === "tuple" ? of.items : [];
  if (!Array.isArray(value) || value.length !== types.length) {
    throw new ExpressionError(`${what} must be a list of ${types.length}`);
  }
  return types.map((type, index) => convert(type, value[index], `${what}[${index}]`));
}

/** Attributes that the type does not have are left out. */
function objectOf(of: Expression | undefined, value: unknown, what: string): unknown {
  if (of?.kind !== "object")
    throw new ExpressionError("object needs its attributes, as in object({ name = string })");
  if (!isObject(value)) throw new ExpressionError(`${what} must be an object`);
  return Object.fromEntries(
    of.entries.map(({ key, value: type }) => {
      const name = toText(evaluate(key, NOTHING), "the name of an attribute");
      const given = value[name] ?? null;
      if (type.kind === "call" && type.name === "optional")
        return [name, optional(type, given, `${what}.${name}`)];
      if (!Object.hasOwn(value, name))
        throw new ExpressionError(`attribute ${JSON.stringify(name)} is required`);
      return [name, convert(type, given, `${what}.${name}`)];
    }),
  );
}

function optional(
  { arguments: [type, fallback] }: Expression & { kind: "call" },
  given: unknown,
  what: string,
): unknown {
  if (type === undefined) throw new ExpressionError("optional needs a type, as in optional(string)");
  return convert(type, given === null && fallback !== undefined ? evaluate(fallback, NOTHING) : given, what);
}

function isAny(type: Expression | undefined): type is undefined {
  return type === undefined || (type.kind === "name" && type.name === "any");
}

/** Types refer to nothing. */
const NOTHING = { directory: "", resolve: () => undefined };
