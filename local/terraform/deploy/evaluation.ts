import { evaluate } from "../expressions/evaluator";
import type { Scope } from "../expressions/scope";
import { withoutNulls } from "../graph/configuration";
import type { GraphNode } from "../graph/graph-node";
import { atPlace } from "./located-error";

/** Evaluated arguments, in Terraform's words. */
export type Config = Readonly<Record<string, unknown>>;

/**
 * The arguments of a resource or data source; those that come to null are left out.
 * @throws TerraformError naming the argument that has no value
 */
export function evaluatedArguments(node: GraphNode, scope: Scope): Config {
  const config = [...node.arguments].map(([name, expression]) => [
    name,
    atPlace(`${node.key}, argument ${name}`, () => evaluate(expression, scope)),
  ]);
  return withoutNulls(Object.fromEntries(config)) as Config;
}

/**
 * The value of a local, output or variable.
 * @throws TerraformError naming it, if it has none
 */
export function evaluatedValue(node: GraphNode, scope: Scope): unknown {
  const expression = node.arguments.get("value");
  return expression === undefined ? null : atPlace(node.key, () => evaluate(expression, scope));
}
