import type { Expression } from "../expressions/syntax";
import type { Graph } from "../graph/graph";
import { type GraphNode, REMOTE_STATE } from "../graph/graph-node";

/**
 * Which values Terraform would not have known when it planned: whatever comes from a resource that was made anew.
 * An argument that uses such a value counts as changed even if the value is the same in the end, such as the ARN of
 * a queue that was replaced by one of the same name.
 */
export class Staleness {
  private readonly renewed = new Map<GraphNode, ReadonlySet<string>>();

  constructor(private readonly graph: Graph) {}

  /** @param configured - the arguments that the stacks set, whose values were known */
  renew(node: GraphNode, configured: Iterable<string>): void {
    // One instance of several says nothing about the arguments of the others.
    const several = node.meta.count !== undefined || node.meta.forEach !== undefined;
    this.renewed.set(node, new Set(several ? [] : configured));
  }

  /** Whether an expression of a node uses what was made anew. */
  isStale(node: GraphNode, expression: Expression): boolean {
    if (this.renewed.size === 0) return false;
    return this.graph.dependencies(node, expression).some(({ node: target, path }) => {
      if (target.kind === "resource") {
        const configured = this.renewed.get(target);
        return configured !== undefined && !configured.has(path[0] ?? "");
      }
      const behind = target.type === REMOTE_STATE ? this.graph.outputsBehind(target) : [target];
      return behind.some((one) => [...one.arguments.values()].some((inner) => this.isStale(one, inner)));
    });
  }
}
