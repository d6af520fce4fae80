import { parseTemplate } from "../expressions/parser";
import type { Expression, ObjectEntry } from "../expressions/syntax";
import { isObject } from "../expressions/values";

/**
 * Reads a value of Terraform's JSON: every string in it, keys too, is a template.
 * @throws ExpressionError naming the mistake
 */
export function parseConfiguration(value: unknown): Expression {
  if (typeof value === "string") return parseTemplate(value);
  if (Array.isArray(value)) {
    const items = value.map(parseConfiguration);
    return items.every(isLiteral)
      ? { kind: "literal", value: items.map((item) => item.value) }
      : { kind: "tuple", items };
  }
  if (!isObject(value)) return { kind: "literal", value };
  const entries = Object.entries(value).map(([key, inner]) => ({
    key: parseTemplate(key),
    value: parseConfiguration(inner),
  }));
  return entries.every(isLiteralEntry)
    ? {
        kind: "literal",
        value: Object.fromEntries(entries.map((entry) => [entry.key.value, entry.value.value])),
      }
    : { kind: "object", entries };
}

type Literal = Expression & { kind: "literal" };

const isLiteral = (expression: Expression): expression is Literal => expression.kind === "literal";

const isLiteralEntry = (entry: ObjectEntry): entry is { key: Literal; value: Literal } =>
  isLiteral(entry.key) && isLiteral(entry.value);

/** Stands for a value that is not known before other resources exist. */
export const UNKNOWN = Symbol("known after apply");

/** A configuration with `UNKNOWN` for whatever has to be evaluated. */
export function knownPart(expression: Expression): unknown {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "tuple":
      return expression.items.map(knownPart);
    case "object":
      return Object.fromEntries(
        expression.entries.flatMap(({ key, value }) =>
          key.kind === "literal" ? [[String(key.value), knownPart(value)]] : [],
        ),
      );
    default:
      return UNKNOWN;
  }
}

/** A configuration as resources see it: an argument that is null is an argument that is not there. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}
