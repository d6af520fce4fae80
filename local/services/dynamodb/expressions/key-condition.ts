import { validationError } from "../errors";
import type { AttributeValue } from "../values/attribute-value";
import type { BoundCondition, BoundOperand } from "./bound";
import type { Comparator } from "./syntax";

/** What a key condition asks of one key attribute. */
export type KeyRestriction =
  | { readonly kind: Exclude<Comparator, "<>"> | "begins_with"; readonly value: AttributeValue }
  | { readonly kind: "between"; readonly low: AttributeValue; readonly high: AttributeValue };

/** The comparator when its sides are swapped. */
const MIRRORED = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

/**
 * Takes a key condition apart: restrictions by attribute name.
 * @throws AwsError for anything but restrictions of attributes, joined by AND
 */
export function keyRestrictions(condition: BoundCondition): ReadonlyMap<string, KeyRestriction> {
  const restrictions = new Map<string, KeyRestriction>();
  collect(condition, restrictions);
  return restrictions;
}

function collect(condition: BoundCondition, restrictions: Map<string, KeyRestriction>): void {
  if (condition.kind === "and") {
    collect(condition.left, restrictions);
    collect(condition.right, restrictions);
    return;
  }
  const [attribute, restriction] = read(condition);
  if (restrictions.has(attribute)) {
    throw invalid("KeyConditionExpressions must only contain one condition per key");
  }
  restrictions.set(attribute, restriction);
}

function read(condition: Exclude<BoundCondition, { kind: "and" }>): [string, KeyRestriction] {
  switch (condition.kind) {
    case "or":
    case "not":
    case "in":
      throw unusable(condition.kind.toUpperCase());
    case "comparison":
      return readComparison(condition);
    case "between": {
      const attribute = keyAttribute("BETWEEN", condition.operand, [condition.low, condition.high]);
      return [attribute, { kind: "between", low: constant(condition.low), high: constant(condition.high) }];
    }
    case "call": {
      if (condition.name !== "begins_with") throw unusable(condition.name);
      const [first, second] = condition.args;
      if (first === undefined || second === undefined) throw new TypeError("begins_with without operands");
      return [keyAttribute("begins_with", first, [second]), { kind: "begins_with", value: constant(second) }];
    }
  }
}

function readComparison(
  condition: Extract<BoundCondition, { kind: "comparison" }>,
): [string, KeyRestriction] {
  const { comparator, left, right } = condition;
  if (comparator === "<>") throw unusable("<>");
  for (const operand of [left, right]) {
    if (operand.kind === "size") throw invalid("KeyConditionExpressions cannot contain nested operations");
  }
  const isMirrored = left.kind !== "path";
  const attribute = keyAttribute(comparator, isMirrored ? right : left, [isMirrored ? left : right]);
  const kind = isMirrored ? MIRRORED[comparator] : comparator;
  return [attribute, { kind, value: constant(isMirrored ? left : right) }];
}

function keyAttribute(operator: string, operand: BoundOperand, others: readonly BoundOperand[]): string {
  if (others.some((other) => other.kind === "path") && operand.kind === "path") {
    throw validationError(
      "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition",
    );
  }
  if (operand.kind !== "path") {
    throw validationError(
      others.some((other) => other.kind === "path")
        ? `Invalid condition in KeyConditionExpression: ${operator} operator must have the key attribute as its first operand`
        : "Invalid condition in KeyConditionExpression: No key attribute specified",
    );
  }
  if (operand.path.length > 1) {
    throw invalid("KeyConditionExpressions cannot have conditions on nested attributes");
  }
  return String(operand.path[0]);
}

function constant(operand: BoundOperand): AttributeValue {
  if (operand.kind === "value") return operand.value;
  throw invalid("KeyConditionExpressions cannot contain nested operations");
}

function unusable(operator: string) {
  return validationError(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

function invalid(message: string) {
  return validationError(`Invalid KeyConditionExpression: ${message}`);
}
