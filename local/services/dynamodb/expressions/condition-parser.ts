import type { Comparator, Condition } from "./syntax";
import { ExpressionError } from "./token-cursor";
import { TokenReader } from "./token-reader";

const KEYWORDS: ReadonlySet<string> = new Set(["AND", "OR", "NOT", "BETWEEN", "IN"]);
const COMPARATORS: readonly Comparator[] = ["=", "<>", "<=", "<", ">=", ">"];
/** What goes on after a first operand. */
const AFTER_OPERAND: ReadonlySet<string> = new Set([...COMPARATORS, "BETWEEN", "IN"]);

/**
 * Reads a condition, filter or key condition: OR binds weakest, then AND, then NOT.
 * @throws ExpressionError
 */
export function parseCondition(expression: string): Condition {
  const reader = new TokenReader(expression, KEYWORDS);
  const condition = disjunction(reader);
  reader.expectEnd();
  if (reader.redundantParentheses) throw new ExpressionError("The expression has redundant parentheses;");
  return condition;
}

function disjunction(reader: TokenReader): Condition {
  let left = conjunction(reader);
  while (reader.takeKeyword("OR")) left = { kind: "or", left, right: conjunction(reader) };
  return left;
}

function conjunction(reader: TokenReader): Condition {
  let left = negation(reader);
  while (reader.takeKeyword("AND")) left = { kind: "and", left, right: negation(reader) };
  return left;
}

function negation(reader: TokenReader): Condition {
  let negations = 0;
  while (reader.takeKeyword("NOT")) negations++;
  let condition = primary(reader);
  while (negations-- > 0) condition = { kind: "not", condition };
  return condition;
}

/** A parenthesis may open a condition or an operand; which of them, only what follows it tells. */
function primary(reader: TokenReader): Condition {
  const mark = reader.mark;
  if (!reader.takeSymbol("(")) return comparison(reader);
  const wasRedundant = reader.redundantParentheses;
  let failure: { readonly error: ExpressionError; readonly at: number } | undefined;
  try {
    const condition = reader.closeParentheses(() => disjunction(reader));
    if (!reader.isAt(AFTER_OPERAND)) return condition;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    failure = { error, at: reader.mark };
  }
  reader.rewind(mark);
  reader.redundantParentheses = wasRedundant;
  try {
    return comparison(reader);
  } catch (error) {
    // What got further tells more about the mistake.
    throw failure !== undefined && failure.at >= reader.mark ? failure.error : error;
  }
}

function comparison(reader: TokenReader): Condition {
  const call = reader.isCall() ? reader.call() : undefined;
  const operand = call ?? reader.operand();
  const comparator = COMPARATORS.find((symbol) => reader.takeSymbol(symbol));
  if (comparator !== undefined) {
    return { kind: "comparison", comparator, left: operand, right: reader.operand() };
  }
  if (reader.takeKeyword("BETWEEN")) {
    const low = reader.operand();
    reader.expectKeyword("AND");
    return { kind: "between", operand, low, high: reader.operand() };
  }
  if (reader.takeKeyword("IN")) {
    reader.expectSymbol("(");
    const list = reader.list(() => reader.operand());
    reader.expectSymbol(")");
    return { kind: "in", operand, list };
  }
  if (call === undefined) throw reader.syntaxError();
  return call;
}
