import type { BoundCondition, BoundOperand, DocumentPath } from "./bound";

/** The paths that a condition reads, in the order of writing. */
export function pathsOf(condition: BoundCondition): readonly DocumentPath[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return [...pathsOf(condition.left), ...pathsOf(condition.right)];
    case "not":
      return pathsOf(condition.condition);
    case "comparison":
      return operandPaths([condition.left, condition.right]);
    case "between":
      return operandPaths([condition.operand, condition.low, condition.high]);
    case "in":
      return operandPaths([condition.operand, ...condition.list]);
    case "call":
      return operandPaths(condition.args);
  }
}

function operandPaths(operands: readonly BoundOperand[]): readonly DocumentPath[] {
  return operands.flatMap((operand) => {
    if (operand.kind === "size") return operandPaths([operand.operand]);
    return operand.kind === "path" ? [operand.path] : [];
  });
}
