import { type AttributeType, type AttributeValue, typeOf } from "../values/attribute-value";
import type { BoundAction, BoundSetOperand, BoundSetValue } from "./bound";
import { checkDistinctPaths } from "./document-path";
import type { Placeholders } from "./placeholders";
import type { Call, Operand, SetValue, Update } from "./syntax";
import { ExpressionError } from "./token-cursor";

/** How AWS names types in messages about ADD and DELETE; sets are missing, for they are what these take. */
const TYPE_WORDS: Partial<Record<AttributeType, string>> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  NULL: "NULL",
  BOOL: "BOOLEAN",
  L: "LIST",
  M: "MAP",
};

/**
 * Resolves the placeholders of an update and checks its paths and operands, as far as the request tells.
 * @throws ExpressionError
 */
export function bindUpdate(update: Update, placeholders: Placeholders): readonly BoundAction[] {
  const actions = update.actions.map((action): BoundAction => {
    const path = placeholders.path(action.path);
    if (action.kind === "REMOVE") return { kind: action.kind, path };
    if (action.kind === "SET")
      return { kind: action.kind, path, value: bindValue(action.value, placeholders) };
    return { kind: action.kind, path, value: placeholders.value(action.placeholder) };
  });
  checkDistinctPaths(actions.map((action) => action.path));
  for (const action of actions) {
    if (action.kind === "ADD" || action.kind === "DELETE") checkSectionType(action.kind, action.value);
    else if (action.kind === "SET") checkSum(action.value);
  }
  return actions;
}

function bindValue(value: SetValue, placeholders: Placeholders): BoundSetValue {
  if (value.kind === "operand") return bindOperand(value.operand, placeholders);
  const left = bindOperand(value.left, placeholders);
  return { kind: "sum", operator: value.operator, left, right: bindOperand(value.right, placeholders) };
}

function bindOperand(operand: Operand, placeholders: Placeholders): BoundSetOperand {
  if (operand.kind === "path") return { kind: "path", path: placeholders.path(operand.steps) };
  if (operand.kind === "value") return { kind: "value", value: placeholders.value(operand.placeholder) };
  return bindCall(operand, placeholders);
}

function bindCall(call: Call, placeholders: Placeholders): BoundSetOperand {
  const args = call.args.map((operand) => bindOperand(operand, placeholders));
  const [first, second] = args;
  if (first === undefined || second === undefined || args.length !== 2) {
    throw new ExpressionError(
      `Incorrect number of operands for operator or function; operator or function: ${call.name}, number of operands: ${args.length}`,
    );
  }
  if (call.name === "list_append") {
    for (const operand of args) checkOperandType(call.name, operand, "L");
    return { kind: "list_append", first, second };
  }
  if (first.kind !== "path") {
    throw new ExpressionError(
      `Operator or function requires a document path; operator or function: ${call.name}`,
    );
  }
  return { kind: "if_not_exists", path: first.path, otherwise: second };
}

function checkSum(value: BoundSetValue): void {
  if (value.kind !== "sum") return;
  for (const operand of [value.left, value.right]) checkOperandType(value.operator, operand, "N");
}

function checkOperandType(operator: string, operand: BoundSetOperand, expected: AttributeType): void {
  const type =
    operand.kind === "value" ? typeOf(operand.value) : operand.kind === "list_append" ? "L" : expected;
  if (type === expected) return;
  throw new ExpressionError(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

function checkSectionType(section: "ADD" | "DELETE", value: AttributeValue): void {
  const type = typeOf(value);
  const word = TYPE_WORDS[type];
  if (word === undefined || (section === "ADD" && type === "N")) return;
  throw new ExpressionError(
    `Incorrect operand type for operator or function; operator: ${section}, operand type: ${word}`,
  );
}
