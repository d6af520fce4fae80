import { type AttributeType, type AttributeValue, typeOf } from "../values/attribute-value";
import { compareValues } from "../values/order";
import type { BoundCondition, BoundOperand } from "./bound";
import { pathText } from "./document-path";
import type { Placeholders } from "./placeholders";
import type { Call, Condition, Operand } from "./syntax";
import { ExpressionError } from "./token-cursor";

const ORDERED_TYPES: ReadonlySet<AttributeType> = new Set(["S", "N", "B"]);
const TEXT_TYPES: ReadonlySet<AttributeType> = new Set(["S", "B"]);
const SIZED_TYPES: ReadonlySet<AttributeType> = new Set(["S", "B", "SS", "NS", "BS", "L", "M"]);
const TYPE_NAMES = ["B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M"];

const OPERANDS: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};

/**
 * Resolves the placeholders of a condition and checks its operands, as far as the request's values tell.
 * @throws ExpressionError for the first mistake in the order of writing
 */
export function bindCondition(condition: Condition, placeholders: Placeholders): BoundCondition {
  switch (condition.kind) {
    case "and":
    case "or": {
      const left = bindCondition(condition.left, placeholders);
      return { kind: condition.kind, left, right: bindCondition(condition.right, placeholders) };
    }
    case "not":
      return { kind: "not", condition: bindCondition(condition.condition, placeholders) };
    case "call":
      return bindCall(condition, placeholders);
    case "comparison": {
      const { comparator } = condition;
      const left = bindOperand(condition.left, placeholders);
      const right = bindOperand(condition.right, placeholders);
      checkDistinct(comparator, [left, right]);
      if (comparator !== "=" && comparator !== "<>") {
        for (const operand of [left, right]) checkType(comparator, operand, ORDERED_TYPES);
      }
      return { kind: "comparison", comparator, left, right };
    }
    case "between": {
      const operand = bindOperand(condition.operand, placeholders);
      const low = bindOperand(condition.low, placeholders);
      const high = bindOperand(condition.high, placeholders);
      for (const one of [operand, low, high]) checkType("BETWEEN", one, ORDERED_TYPES);
      checkBounds(low, high);
      return { kind: "between", operand, low, high };
    }
    case "in": {
      const operand = bindOperand(condition.operand, placeholders);
      return { kind: "in", operand, list: condition.list.map((one) => bindOperand(one, placeholders)) };
    }
  }
}

function bindCall(call: Call, placeholders: Placeholders): BoundCondition {
  const args = bindArguments(call, placeholders);
  const [first, second] = args;
  checkDistinct(call.name, args);
  if (call.name.startsWith("attribute_") && call.name !== "attribute_type" && first?.kind !== "path") {
    throw new ExpressionError(
      `Operator or function requires a document path; operator or function: ${call.name}`,
    );
  }
  if (call.name === "begins_with") {
    for (const operand of args) checkType(call.name, operand, TEXT_TYPES);
  }
  if (call.name === "attribute_type") checkTypeName(second);
  return { kind: "call", name: call.name, args };
}

function bindOperand(operand: Operand, placeholders: Placeholders): BoundOperand {
  if (operand.kind === "path") return { kind: "path", path: placeholders.path(operand.steps) };
  if (operand.kind === "value") return { kind: "value", value: placeholders.value(operand.placeholder) };
  const [sized] = bindArguments(operand, placeholders);
  if (sized === undefined) throw new TypeError("size without an operand");
  checkType("size", sized, SIZED_TYPES);
  return { kind: "size", operand: sized };
}

function bindArguments(call: Call, placeholders: Placeholders): readonly BoundOperand[] {
  const args = call.args.map((operand) => bindOperand(operand, placeholders));
  if (args.length === OPERANDS[call.name]) return args;
  throw new ExpressionError(
    `Incorrect number of operands for operator or function; operator or function: ${call.name}, number of operands: ${args.length}`,
  );
}

/** The type that an operand has whatever the item is. */
function knownType(operand: BoundOperand): AttributeType | undefined {
  if (operand.kind === "size") return "N";
  return operand.kind === "value" ? typeOf(operand.value) : undefined;
}

function checkType(operator: string, operand: BoundOperand, allowed: ReadonlySet<AttributeType>): void {
  const type = knownType(operand);
  if (type === undefined || allowed.has(type)) return;
  throw new ExpressionError(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

function checkTypeName(operand: BoundOperand | undefined): void {
  const value = operand?.kind === "value" ? operand.value : undefined;
  if (value === undefined || !("S" in value)) {
    const type = value === undefined ? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}" : typeOf(value);
    throw new ExpressionError(
      `Incorrect operand type for operator or function; operator or function: attribute_type, operand type: ${type}`,
    );
  }
  if (TYPE_NAMES.includes(value.S)) return;
  throw new ExpressionError(
    `Invalid attribute type name found; type: ${value.S}, valid types: {${TYPE_NAMES.join(",")}}`,
  );
}

/** Comparing a path with itself is a mistake to DynamoDB. */
function checkDistinct(operator: string, [first, second]: readonly BoundOperand[]): void {
  if (first?.kind !== "path" || second?.kind !== "path") return;
  if (pathText(first.path) !== pathText(second.path)) return;
  throw new ExpressionError(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${pathText(first.path)}`,
  );
}

function checkBounds(low: BoundOperand, high: BoundOperand): void {
  if (low.kind !== "value" || high.kind !== "value") return;
  const order = compareValues(low.value, high.value);
  if (order !== undefined && order <= 0) return;
  const rule =
    order === undefined
      ? "same data type for lower and upper bounds"
      : "upper bound to be greater than or equal to lower bound";
  throw new ExpressionError(
    `The BETWEEN operator requires ${rule}; lower bound operand: AttributeValue: ${valueText(low.value)}, upper bound operand: AttributeValue: ${valueText(high.value)}`,
  );
}

/** `{N:2}` */
function valueText(value: AttributeValue): string {
  return `{${typeOf(value)}:${String(Object.values(value)[0])}}`;
}
