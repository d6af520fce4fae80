import type { Expression } from "../expressions/syntax";
import type { Graph } from "../graph/graph";
import type { GraphNode } from "../graph/graph-node";

/** Functions that make lists, whatever they are given. */
const OF_LISTS: ReadonlySet<string> = new Set(
  (
    "chunklist coalescelist compact concat distinct flatten formatlist keys matchkeys range regexall reverse " +
    "slice sort split tolist values"
  ).split(" "),
);

/** Why `for_each` cannot go through its value, as far as that shows before anything is made. */
export function forEachProblem(node: GraphNode, graph: Graph): string | undefined {
  const { forEach } = node.meta;
  if (forEach === undefined || !isList(node, forEach, graph)) return undefined;
  return "for_each must be a map or a set of strings, and is a list; write toset(…) around it";
}

/** Whether an expression certainly has a list for its value: of those values, lists and sets look the same. */
function isList(node: GraphNode, expression: Expression, graph: Graph): boolean {
  switch (expression.kind) {
    case "literal":
      return Array.isArray(expression.value);
    case "tuple":
    case "splat":
      return true;
    case "for":
      return expression.key === undefined;
    case "call":
      return OF_LISTS.has(expression.name);
    case "conditional":
      return isList(node, expression.whenTrue, graph) && isList(node, expression.whenFalse, graph);
    case "attribute":
      return graph.dependencies(node, expression).some((dependency) => {
        const { node: target, path } = dependency;
        const value = target.arguments.get("value");
        if (path.length > 0 || value === undefined || isSetVariable(target)) return false;
        if (target.kind === "resource" || target.kind === "data") return false;
        return isList(target, value, graph);
      });
    default:
      return false;
  }
}

function isSetVariable({ kind, name, stack }: GraphNode): boolean {
  return kind === "variable" && /^set\b/.test(String(stack.template.variable?.[name]?.["type"]));
}
