import { type AttributeValue, type Item, setMembers, typeOf } from "../values/attribute-value";
import { beginsWith, compareValues, containsValue, equalValues } from "../values/order";
import { binaryBytes } from "../values/size";
import type { BoundCondition, BoundOperand } from "./bound";
import { valueAt } from "./document-path";
import type { Comparator } from "./syntax";

/** Whether an item meets a condition. What an item lacks meets no comparison but `<>`. */
export function meets(item: Item, condition: BoundCondition): boolean {
  switch (condition.kind) {
    case "and":
      return meets(item, condition.left) && meets(item, condition.right);
    case "or":
      return meets(item, condition.left) || meets(item, condition.right);
    case "not":
      return !meets(item, condition.condition);
    case "comparison":
      return compares(
        operandValue(item, condition.left),
        condition.comparator,
        operandValue(item, condition.right),
      );
    case "between": {
      const value = operandValue(item, condition.operand);
      return (
        compares(value, ">=", operandValue(item, condition.low)) &&
        compares(value, "<=", operandValue(item, condition.high))
      );
    }
    case "in": {
      const value = operandValue(item, condition.operand);
      return condition.list.some((operand) => compares(value, "=", operandValue(item, operand)));
    }
    case "call":
      return functionHolds(item, condition.name, condition.args);
  }
}

function functionHolds(item: Item, name: string, args: readonly BoundOperand[]): boolean {
  const [first, second] = args.map((operand) => operandValue(item, operand));
  if (name === "attribute_exists") return first !== undefined;
  if (name === "attribute_not_exists") return first === undefined;
  if (first === undefined || second === undefined) return false;
  if (name === "attribute_type") return "S" in second && typeOf(first) === second.S;
  return name === "begins_with" ? beginsWith(first, second) : containsValue(first, second);
}

function operandValue(item: Item, operand: BoundOperand): AttributeValue | undefined {
  if (operand.kind === "value") return operand.value;
  if (operand.kind === "path") return valueAt(item, operand.path);
  const size = sizeOf(operandValue(item, operand.operand));
  return size === undefined ? undefined : { N: String(size) };
}

function compares(
  left: AttributeValue | undefined,
  comparator: Comparator,
  right: AttributeValue | undefined,
): boolean {
  if (left === undefined || right === undefined) return comparator === "<>";
  if (comparator === "=") return equalValues(left, right);
  if (comparator === "<>") return !equalValues(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (comparator === "<") return order < 0;
  if (comparator === "<=") return order <= 0;
  return comparator === ">" ? order > 0 : order >= 0;
}

/** What `size` gives: characters of a text, bytes of a binary, members of all else that has members. */
function sizeOf(value: AttributeValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  if ("S" in value) return value.S.length;
  if ("B" in value) return binaryBytes(value.B);
  if ("L" in value) return value.L.length;
  if ("M" in value) return Object.keys(value.M).length;
  return setMembers(value)?.length;
}
