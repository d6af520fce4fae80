import { evaluate } from "../expressions/evaluator";
import type { Scope } from "../expressions/scope";
import { toBool, toText } from "../expressions/values";
import type { GraphNode } from "../graph/graph-node";
import { TerraformError } from "../terraform-error";
import { atPlace } from "./located-error";

/** @throws TerraformError with the message of the first condition that does not hold */
export function checkConditions(node: GraphNode, scope: Scope): void {
  for (const { block, holds, message } of node.conditions) {
    const place = `${node.key}, ${block}`;
    if (atPlace(place, () => toBool(evaluate(holds, scope), "the condition"))) continue;
    throw new TerraformError(
      `${place}: ${atPlace(place, () => toText(evaluate(message, scope), "error_message"))}`,
    );
  }
}
