import { AwsError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import type { BoundExpressions } from "../expressions/request-expressions";
import { keyRanges, partitionKeys } from "../partiql/key-ranges";
import { keyOfToken, nextToken } from "../partiql/next-token";
import { parseSelect, type SelectStatement } from "../partiql/parser";
import type { ReadInput, ReportInput } from "../requests/inputs";
import { checkMembers, listOf, required } from "../requests/members";
import { readPage, readStartKey } from "../requests/read-page";
import { checkKeyPaths, needsTable, readSource } from "../requests/read-source";
import { anything, flag, integer, text } from "../requests/scalar-members";
import { returnConsumedCapacityMember } from "../requests/shapes";
import { list } from "../requests/unchecked";
import { tableName } from "../state";
import type { Context } from "./context";

interface Input extends ReportInput {
  readonly Statement: string;
  readonly Parameters?: readonly unknown[];
  readonly ConsistentRead?: boolean;
  /** Items to look at, of which the condition may leave fewer. */
  readonly Limit?: number;
  readonly NextToken?: string;
}

const SHAPE = {
  Statement: required(text({ least: 1, most: 8_192 })),
  Parameters: listOf(anything, { least: 1 }),
  ConsistentRead: flag,
  NextToken: text({ least: 1, most: 32_768 }),
  ReturnConsumedCapacity: returnConsumedCapacityMember,
  Limit: integer({ least: 1 }),
};

/** ExecuteStatement, of statements that read. */
export function executeStatement(context: Context): Operation<Input> {
  return {
    name: "ExecuteStatement",
    access: (input) => {
      const select = readable(input);
      return select === undefined ? [] : selectAccess(context, select);
    },
    run(raw) {
      const input = checkMembers<Input>("ExecuteStatement", raw, SHAPE);
      const { Statement: statement, Parameters: parameters = [], NextToken: token } = input;
      const select = parseSelect(statement, parameters);
      const read: ReadInput = {
        ...input,
        TableName: select.table,
        ...(select.index === undefined ? {} : { IndexName: select.index }),
        ...(token === undefined ? {} : { ExclusiveStartKey: keyOfToken(token, statement, parameters) }),
      };
      const bound: BoundExpressions = {
        ...(select.projection === undefined ? {} : { projection: select.projection }),
        // The whole condition: the key's part only narrows what is read.
        ...(select.where === undefined ? {} : { filter: select.where }),
      };
      const source = readSource(context.state.table(select.table), read);
      checkKeyPaths(source.table, bound);
      const page = readPage({
        input: read,
        bound,
        source,
        ranges: keyRanges(source.key, select.where),
        descending: false,
        start: readStartKey(source, read),
        fetches: needsTable(source, read, bound),
      });
      const { Items, LastEvaluatedKey: last, ConsumedCapacity } = page;
      return {
        Items,
        ...(last === undefined
          ? {}
          : { LastEvaluatedKey: last, NextToken: nextToken(statement, parameters, last) }),
        ...(ConsumedCapacity === undefined ? {} : { ConsumedCapacity }),
      };
    },
  };
}

/** The statement of an unchecked request; undefined when it is wrong, for then the request fails anyway. */
function readable({ Statement: statement, Parameters: parameters }: Input): SelectStatement | undefined {
  if (typeof statement !== "string") return undefined;
  try {
    return parseSelect(statement, list(parameters));
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

function selectAccess({ state, access }: Context, { table: name, index, where }: SelectStatement) {
  const table = state.tables.get(tableName(name));
  const key = index === undefined ? table?.key : table?.indexes.get(index)?.definition.key;
  const leading = key === undefined ? undefined : partitionKeys(key, where);
  return access.source("PartiQLSelect", name, index, leading);
}
