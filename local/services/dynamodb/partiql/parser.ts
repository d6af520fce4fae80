import { AwsError } from "../../../kernel/errors";
import { bindCondition } from "../expressions/bind-condition";
import type { BoundCondition, DocumentPath } from "../expressions/bound";
import { Placeholders } from "../expressions/placeholders";
import { ExpressionError } from "../expressions/token-cursor";
import { ConditionReader } from "./condition-reader";
import { malformed } from "./malformed";
import { StatementValues } from "./statement-values";
import { WordReader } from "./word-reader";

/** A `SELECT`, with its literals and parameters in place. */
export interface SelectStatement {
  readonly table: string;
  readonly index: string | undefined;
  /** The attributes to show; undefined for all. */
  readonly projection: readonly DocumentPath[] | undefined;
  readonly where: BoundCondition | undefined;
}

/** The statements that change data, and what does the same without PartiQL. */
const WRITES: Readonly<Record<string, string>> = {
  INSERT: "PutItem",
  UPDATE: "UpdateItem",
  DELETE: "DeleteItem",
};

/**
 * Reads a statement: `SELECT * | attribute, … FROM "table"[."index"] [WHERE condition]`.
 * @param parameters - attribute values for its `?`, as the request gives them
 * @throws AwsError `ValidationException` when it is no such statement, `UnknownOperationException` when it changes
 * data
 */
export function parseSelect(statement: string, parameters: readonly unknown[]): SelectStatement {
  refuseOthers(statement);
  const words = new WordReader(statement);
  words.expectKeyword("SELECT");
  const values = new StatementValues(parameters);
  const reader = new ConditionReader(words, values);
  const projection = words.takeSymbol("*") ? undefined : words.list(() => attribute(words, reader));
  words.expectKeyword("FROM");
  const table = sourceName(words);
  const index = words.takeSymbol(".") ? sourceName(words) : undefined;
  const condition = words.takeKeyword("WHERE") ? reader.condition() : undefined;
  const { kind, text } = words.peek();
  if (kind === "name" && text.toUpperCase() === "ORDER") throw unmodelled("ORDER BY", "the order of the key");
  if (kind !== "end") throw words.unexpected("the end of the statement");
  values.checkAllTaken();
  const placeholders = new Placeholders({}, values.byPlaceholder);
  const where = condition && explained(() => bindCondition(condition, placeholders));
  return { table, index, projection, where };
}

/** By the first word alone: what follows it may be written in what no `SELECT` has. */
function refuseOthers(statement: string): void {
  const verb = /^\s*([A-Za-z]*)/.exec(statement)?.[1]?.toUpperCase() ?? "";
  if (verb === "SELECT") return;
  const instead = WRITES[verb];
  if (instead !== undefined) throw unmodelled(verb, instead);
  throw malformed("Expected data manipulation");
}

function attribute(words: WordReader, reader: ConditionReader): DocumentPath {
  const [first, ...inner] = reader.path();
  if (first === undefined || !("name" in first)) throw words.unexpected("an attribute");
  if (inner.length > 0) throw unmodelled(`a path into ${first.name} after SELECT`, "the whole attribute");
  return [first.name];
}

function sourceName(words: WordReader): string {
  const { kind } = words.peek();
  if (kind === "name" || kind === "quotedName") return words.next().text;
  throw words.unexpected("the name of a table or index");
}

function unmodelled(what: string, instead: string): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `the local cloud does not model ${what} in dynamodb:ExecuteStatement; use ${instead}`,
  );
}

function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) throw malformed(error.message);
    throw error;
  }
}
