import { evaluate } from "../expressions/evaluator";
import { ExpressionError } from "../expressions/expression-error";
import { type Scope, withVariables } from "../expressions/scope";
import { isObject, sortedKeys, toNumber, typeName } from "../expressions/values";
import type { GraphNode } from "../graph/graph-node";

/** One of the resources that a node stands for. */
export interface Expansion {
  /** What the address has behind it: nothing, `[0]` or `["key"]`. */
  readonly suffix: string;
  readonly scope: Scope;
}

/** The expansions of a node, and how their values make one. */
export interface Expanded {
  readonly expansions: readonly Expansion[];
  /** @param values - in the order of the expansions */
  join(values: readonly unknown[]): unknown;
}

/**
 * Applies `count` and `for_each`.
 * @throws ExpressionError when their values are none that Terraform takes
 */
export function expand(node: GraphNode, scope: Scope): Expanded {
  const { count, forEach } = node.meta;
  if (count !== undefined) {
    const length = toNumber(evaluate(count, scope), "count");
    if (!Number.isInteger(length) || length < 0)
      throw new ExpressionError(`count is ${length}; it must be 0 or more`);
    return {
      expansions: Array.from({ length }, (_item, index) => ({
        suffix: `[${index}]`,
        scope: withVariables(scope, { count: { index } }),
      })),
      join: (values) => values,
    };
  }
  if (forEach === undefined) return { expansions: [{ suffix: "", scope }], join: ([value]) => value };
  const items = itemsOf(evaluate(forEach, scope));
  return {
    expansions: items.map(([key, value]) => ({
      suffix: `[${JSON.stringify(key)}]`,
      scope: withVariables(scope, { each: { key, value } }),
    })),
    join: (values) => Object.fromEntries(items.map(([key], index) => [key, values[index]])),
  };
}

function itemsOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (isObject(value)) return sortedKeys(value).map((key) => [key, value[key]]);
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.map((item) => [item, item]);
  }
  throw new ExpressionError(`for_each must be a map or a set of strings, and is ${typeName(value)}`);
}
