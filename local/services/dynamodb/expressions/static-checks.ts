import { isReservedWord } from "./reserved-words";
import type { Call, Condition, Operand, PathStep, Projection, Update } from "./syntax";
import { ExpressionError } from "./token-cursor";

/** Functions that are conditions; `size` is an operand. */
const CONDITION_FUNCTIONS: ReadonlySet<string> = new Set([
  "attribute_exists",
  "attribute_not_exists",
  "attribute_type",
  "begins_with",
  "contains",
]);
const UPDATE_FUNCTIONS: ReadonlySet<string> = new Set(["if_not_exists", "list_append"]);
const MOST_OPERATORS = 300;
const MOST_IN_OPERANDS = 100;

/** The parts of an expression, in the order in which they are written. */
interface Parts {
  readonly calls: { readonly call: Call; readonly place: "condition" | "operand" | "argument" }[];
  readonly paths: (readonly PathStep[])[];
  operators: number;
}

/** Checks what does not depend on the request's names and values. @throws ExpressionError */
export function checkCondition(condition: Condition): void {
  const parts = newParts();
  collectCondition(condition, parts);
  for (const { call } of parts.calls) checkFunctionName(call, CONDITION_FUNCTIONS, "condition");
  for (const { call, place } of parts.calls) {
    if ((place === "condition") !== CONDITION_FUNCTIONS.has(call.name)) throw misused(call);
  }
  checkReserved(parts.paths);
  if (parts.operators > MOST_OPERATORS) {
    throw new ExpressionError(
      `The expression contains too many operators; operator count: ${MOST_OPERATORS + 1}`,
    );
  }
}

/** Checks what does not depend on the request's names and values. @throws ExpressionError */
export function checkUpdate(update: Update): void {
  const parts = newParts();
  for (const action of update.actions) {
    parts.paths.push(action.path);
    if (action.kind !== "SET") continue;
    const { value } = action;
    const operands = value.kind === "sum" ? [value.left, value.right] : [value.operand];
    for (const operand of operands) collectOperand(operand, "operand", parts);
  }
  checkReserved(parts.paths);
  for (const { call } of parts.calls) checkFunctionName(call, UPDATE_FUNCTIONS, "update");
  for (const { call, place } of parts.calls) {
    if (place === "argument" && call.name === "list_append") throw misused(call);
  }
  if (update.repeatedSection !== undefined) {
    throw new ExpressionError(
      `The "${update.repeatedSection}" section can only be used once in an update expression;`,
    );
  }
}

/** Checks what does not depend on the request's names. @throws ExpressionError */
export function checkProjection(projection: Projection): void {
  checkReserved(projection);
}

function checkFunctionName(call: Call, allowed: ReadonlySet<string>, what: "condition" | "update"): void {
  if (allowed.has(call.name) || (what === "condition" && call.name === "size")) return;
  const known = CONDITION_FUNCTIONS.has(call.name) || UPDATE_FUNCTIONS.has(call.name) || call.name === "size";
  if (!known) throw new ExpressionError(`Invalid function name; function: ${call.name}`);
  const article = what === "condition" ? "a condition" : "an update";
  throw new ExpressionError(`The function is not allowed in ${article} expression; function: ${call.name}`);
}

function checkReserved(paths: readonly (readonly PathStep[])[]): void {
  for (const step of paths.flat()) {
    if ("name" in step && isReservedWord(step.name)) {
      throw new ExpressionError(`Attribute name is a reserved keyword; reserved keyword: ${step.name}`);
    }
  }
}

function misused(call: Call): ExpressionError {
  return new ExpressionError(
    `The function is not allowed to be used this way in an expression; function: ${call.name}`,
  );
}

function newParts(): Parts {
  return { calls: [], paths: [], operators: 0 };
}

function collectCondition(condition: Condition, parts: Parts): void {
  if (condition.kind === "call") {
    collectCall(condition, "condition", parts);
    return;
  }
  parts.operators++;
  switch (condition.kind) {
    case "and":
    case "or":
      collectCondition(condition.left, parts);
      collectCondition(condition.right, parts);
      return;
    case "not":
      collectCondition(condition.condition, parts);
      return;
    case "comparison":
      for (const operand of [condition.left, condition.right]) collectOperand(operand, "operand", parts);
      return;
    case "between":
      for (const operand of [condition.operand, condition.low, condition.high]) {
        collectOperand(operand, "operand", parts);
      }
      return;
    case "in":
      for (const operand of [condition.operand, ...condition.list]) collectOperand(operand, "operand", parts);
      if (condition.list.length > MOST_IN_OPERANDS) {
        throw new ExpressionError(
          `The IN operator is provided with too many operands; number of operands: ${condition.list.length}`,
        );
      }
  }
}

function collectOperand(operand: Operand, place: "operand" | "argument", parts: Parts): void {
  if (operand.kind === "path") parts.paths.push(operand.steps);
  else if (operand.kind === "call") collectCall(operand, place, parts);
}

function collectCall(call: Call, place: "condition" | "operand" | "argument", parts: Parts): void {
  parts.calls.push({ call, place });
  for (const argument of call.args) collectOperand(argument, "argument", parts);
}
