import { callFunction } from "../functions/function-table";
import { ExpressionError } from "./expression-error";
import { applyUnary, OPERATORS } from "./operators";
import { referenceOf } from "./references";
import { type Scope, withVariables } from "./scope";
import type { Expression, ForExpression } from "./syntax";
import { isObject, sortedKeys, toBool, toList, toText, typeName } from "./values";

/** The variable under which a splat hands on its element; no name of the language can be like it. */
const SPLAT_ITEM = "*";

/**
 * The value of an expression.
 * @throws ExpressionError when the expression has no value in this scope
 */
export function evaluate(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      return expression.parts.map((part) => text(part, scope)).join("");
    case "name":
    case "attribute":
    case "index":
      return access(expression, scope);
    case "splat-item":
      return scope.resolve(SPLAT_ITEM, [])?.value;
    case "splat":
      return splat(expression.of, expression.each, scope);
    case "call":
      return call(expression, scope);
    case "unary":
      return applyUnary(expression.operator, evaluate(expression.operand, scope));
    case "binary":
      return binary(expression.operator, expression.left, expression.right, scope);
    case "conditional":
      return conditional(expression, scope);
    case "tuple":
      return expression.items.map((item) => evaluate(item, scope));
    case "object":
      return Object.fromEntries(
        expression.entries.map(({ key, value }) => [
          toText(evaluate(key, scope), "a key"),
          evaluate(value, scope),
        ]),
      );
    case "for":
      return forEach(expression, scope);
  }
}

function text(part: Expression, scope: Scope): string {
  const value = evaluate(part, scope);
  return toText(value, `${describe(part)} inside a text`);
}

function access(expression: Expression, scope: Scope): unknown {
  const reference = referenceOf(expression);
  if (reference !== undefined) {
    const resolved = scope.resolve(reference.root, reference.path);
    if (resolved === undefined) throw new ExpressionError(`nothing is called ${describe(expression)}`);
    const own = [reference.root, ...reference.path.slice(0, resolved.consumed)];
    let value = resolved.value;
    for (const name of reference.path.slice(resolved.consumed)) {
      value = elementOf(value, name, own.join("."));
      own.push(name);
    }
    return value;
  }
  if (expression.kind === "attribute") {
    return elementOf(evaluate(expression.of, scope), expression.name, describe(expression.of));
  }
  if (expression.kind !== "index") throw new ExpressionError(`nothing is called ${describe(expression)}`);
  const key = toText(evaluate(expression.key, scope), `the index of ${describe(expression.of)}`);
  return elementOf(evaluate(expression.of, scope), key, describe(expression.of));
}

function splat(of: Expression, each: Expression, scope: Scope): unknown {
  const value = evaluate(of, scope);
  const items = value === null ? [] : Array.isArray(value) ? value : [value];
  return items.map((item: unknown) => evaluate(each, withVariables(scope, { [SPLAT_ITEM]: item })));
}

function call(expression: Expression & { kind: "call" }, scope: Scope): unknown {
  const { name, expand } = expression;
  const args = expression.arguments;
  // These two are about whether their arguments have a value at all.
  if (name === "can") return args[0] !== undefined && attempt(args[0], scope) !== undefined;
  if (name === "try") {
    for (const argument of args) {
      const outcome = attempt(argument, scope);
      if (outcome !== undefined) return outcome.value;
    }
    throw new ExpressionError("no argument of try has a value");
  }
  const values = args.map((argument) => evaluate(argument, scope));
  const expanded = expand ? [...values.slice(0, -1), ...toList(values.at(-1), "what ... expands")] : values;
  return callFunction(name, expanded, scope.directory);
}

function attempt(expression: Expression, scope: Scope): { value: unknown } | undefined {
  try {
    return { value: evaluate(expression, scope) };
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

function binary(operator: string, left: Expression, right: Expression, scope: Scope): unknown {
  const first = evaluate(left, scope);
  if (operator === "&&" || operator === "||") {
    const decided = toBool(first, `the left operand of ${operator}`) === (operator === "||");
    return decided ? operator === "||" : toBool(evaluate(right, scope), `the right operand of ${operator}`);
  }
  const apply = OPERATORS.get(operator);
  if (apply === undefined) throw new ExpressionError(`there is no operator ${operator}`);
  return apply(first, evaluate(right, scope));
}

function conditional(expression: Expression & { kind: "conditional" }, scope: Scope): unknown {
  const holds = toBool(evaluate(expression.condition, scope), "a condition");
  const [chosen, other] = holds
    ? [expression.whenTrue, expression.whenFalse]
    : [expression.whenFalse, expression.whenTrue];
  const value = evaluate(chosen, scope);
  // Both branches get one type: beside a string, a number or bool becomes one.
  if (typeof value !== "number" && typeof value !== "boolean") return value;
  return typeof attempt(other, scope)?.value === "string" ? toText(value, "the result") : value;
}

function forEach(expression: ForExpression, scope: Scope): unknown {
  const results: { key: string; value: unknown }[] = [];
  for (const [key, item] of entriesOf(evaluate(expression.of, scope), describe(expression.of))) {
    const inside = withVariables(scope, {
      ...(expression.keyName === undefined ? {} : { [expression.keyName]: key }),
      [expression.valueName]: item,
    });
    const { condition } = expression;
    if (condition !== undefined && !toBool(evaluate(condition, inside), "the condition of a for")) continue;
    results.push({
      key: expression.key === undefined ? "" : toText(evaluate(expression.key, inside), "a key"),
      value: evaluate(expression.value, inside),
    });
  }
  if (expression.key === undefined) return results.map(({ value }) => value);
  return expression.group ? grouped(results) : unique(results);
}
function grouped(results: readonly { key: string; value: unknown }[]): unknown {
  const groups = new Map<string, unknown[]>();
  for (const { key, value } of results) groups.set(key, [...(groups.get(key) ?? []), value]);
  return Object.fromEntries(groups);
}

function unique(results: readonly { key: string; value: unknown }[]): unknown {
  const byKey = new Map<string, unknown>();
  for (const { key, value } of results) {
    if (byKey.has(key)) {
      throw new ExpressionError(
        `two elements of a for have the key ${JSON.stringify(key)}; write ... behind the value to gather them`,
      );
    }
    byKey.set(key, value);
  }
  return Object.fromEntries(byKey);
}

function entriesOf(value: unknown, what: string): readonly (readonly [unknown, unknown])[] {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [index, item]);
  if (isObject(value)) return sortedKeys(value).map((key) => [key, value[key]]);
  throw new ExpressionError(`${what} must be a list or a map, and is ${typeName(value)}`);
}

function elementOf(value: unknown, name: string, what: string): unknown {
  if (Array.isArray(value)) {
    const index = /^\d+$/.test(name) ? Number(name) : -1;
    if (index >= 0 && index < value.length) return value[index];
    throw new ExpressionError(
      `${what} is a list of ${value.length} and has no element ${JSON.stringify(name)}`,
    );
  }
  if (isObject(value)) {
    if (Object.hasOwn(value, name)) return value[name];
    const names = sortedKeys(value).join(", ") || "nothing";
    throw new ExpressionError(`${what} has no attribute ${JSON.stringify(name)}; it has ${names}`);
  }
  throw new ExpressionError(`${what} is ${typeName(value)} and has no attribute ${JSON.stringify(name)}`);
}

/** An expression in a few words, for messages. */
function describe(expression: Expression): string {
  const reference = referenceOf(expression);
  if (reference !== undefined) return [reference.root, ...reference.path].join(".");
  return expression.kind === "call" ? `${expression.name}(…)` : "the value";
}
