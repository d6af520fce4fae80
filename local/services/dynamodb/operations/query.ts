import type { Operation } from "../../../kernel/operation";
import { validationError } from "../errors";
import { pathsOf } from "../expressions/condition-paths";
import { keyRestrictions } from "../expressions/key-condition";
import { type BoundExpressions, bindExpressions } from "../expressions/request-expressions";
import type { ReadInput } from "../requests/inputs";
import { checkMembers } from "../requests/members";
import { queryRange } from "../requests/query-range";
import { readPage, readStartKey } from "../requests/read-page";
import { checkKeyPaths, checkSelect, needsTable, type ReadSource, readSource } from "../requests/read-source";
import { flag, integer, oneOf } from "../requests/scalar-members";
import {
  attributesMember,
  expressionMember,
  indexNameMember,
  namesMember,
  returnConsumedCapacityMember,
  tableNameMember,
  valuesMember,
} from "../requests/shapes";
import { keyNames } from "../storage/key-schema";
import type { Context } from "./context";
import { leadingKey } from "./query-leading-key";

/** The members of a `Query`. */
export interface QueryInput extends ReadInput {
  /** Ascending unless false. */
  readonly ScanIndexForward?: boolean;
}

const SHAPE = {
  Limit: integer({ least: 1 }),
  ExclusiveStartKey: attributesMember,
  ReturnConsumedCapacity: returnConsumedCapacityMember,
  Select: oneOf("SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"),
  TableName: tableNameMember,
  ConsistentRead: flag,
  IndexName: indexNameMember,
  ScanIndexForward: flag,
  KeyConditionExpression: expressionMember,
  FilterExpression: expressionMember,
  ProjectionExpression: expressionMember,
  ExpressionAttributeValues: valuesMember,
  ExpressionAttributeNames: namesMember,
};

/** Query */
export function query({ state, access }: Context): Operation<QueryInput> {
  return {
    name: "Query",
    access: (input) => access.source("Query", input.TableName, input.IndexName, leadingKey(state, input)),
    run(raw) {
      const input = checkMembers<QueryInput>("Query", raw, SHAPE);
      checkSelect(input);
      const bound = bindExpressions(state.expressions, input, [
        "KeyConditionExpression",
        "FilterExpression",
        "ProjectionExpression",
      ]);
      if (bound.keyCondition === undefined) {
        throw validationError(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
        );
      }
      const restrictions = keyRestrictions(bound.keyCondition);
      const source = readSource(state.table(input.TableName), input);
      const range = queryRange(source.key, restrictions);
      const start = readStartKey(source, input);
      if (start !== undefined) range.checkStart(start);
      checkKeyPaths(source.table, bound);
      checkFilter(source, bound);
      return readPage({
        input,
        bound,
        source,
        ranges: [range.rank],
        descending: input.ScanIndexForward === false,
        start,
        fetches: needsTable(source, input, bound),
      });
    },
  };
}

function checkFilter(source: ReadSource, bound: BoundExpressions): void {
  if (bound.filter === undefined) return;
  const filtered = new Set(pathsOf(bound.filter).map((path) => path[0]));
  const keyAttribute = keyNames(source.key).find((name) => filtered.has(name));
  if (keyAttribute === undefined) return;
  throw validationError(
    `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${keyAttribute}`,
  );
}
