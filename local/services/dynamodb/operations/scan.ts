import type { Operation } from "../../../kernel/operation";
import { validationError } from "../errors";
import { bindExpressions } from "../expressions/request-expressions";
import type { ReadInput } from "../requests/inputs";
import { checkMembers } from "../requests/members";
import { readPage, readStartKey } from "../requests/read-page";
import { checkKeyPaths, checkSelect, needsTable, readSource } from "../requests/read-source";
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
import { HASHES } from "../storage/position";
import type { Context } from "./context";

interface Input extends ReadInput {
  readonly Segment?: number;
  readonly TotalSegments?: number;
}

const SHAPE = {
  Limit: integer({ least: 1 }),
  ReturnConsumedCapacity: returnConsumedCapacityMember,
  Segment: integer({ least: 0, most: 999_999 }),
  Select: oneOf("SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"),
  TotalSegments: integer({ least: 1, most: 1_000_000 }),
  TableName: tableNameMember,
  ExclusiveStartKey: attributesMember,
  ConsistentRead: flag,
  IndexName: indexNameMember,
  FilterExpression: expressionMember,
  ProjectionExpression: expressionMember,
  ExpressionAttributeValues: valuesMember,
  ExpressionAttributeNames: namesMember,
};

/** Scan */
export function scan({ state, access }: Context): Operation<Input> {
  return {
    name: "Scan",
    access: (input) => access.source("Scan", input.TableName, input.IndexName),
    run(raw) {
      const input = checkMembers<Input>("Scan", raw, SHAPE);
      checkSelect(input);
      const segment = readSegment(input);
      const bound = bindExpressions(state.expressions, input, ["FilterExpression", "ProjectionExpression"]);
      const source = readSource(state.table(input.TableName), input);
      const start = readStartKey(source, input);
      if (start !== undefined && (start.hash < segment.from || start.hash >= segment.to)) {
        throw validationError(
          `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${input.TotalSegments} Segment: ${input.Segment}`,
        );
      }
      checkKeyPaths(source.table, bound);
      return readPage({
        input,
        bound,
        source,
        ranges: [({ hash }) => (hash < segment.from ? -1 : hash >= segment.to ? 1 : 0)],
        descending: false,
        start,
        fetches: needsTable(source, input, bound),
      });
    },
  };
}

/** The hashes that a segment covers. */
function readSegment({ Segment: segment, TotalSegments: total }: Input): { from: number; to: number } {
  if (segment === undefined && total === undefined) return { from: 0, to: HASHES };
  if (total === undefined) {
    throw validationError(
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    );
  }
  if (segment === undefined) {
    throw validationError(
      "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
    );
  }
  if (segment >= total) {
    throw validationError(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
  }
  return { from: Math.ceil((HASHES * segment) / total), to: Math.ceil((HASHES * (segment + 1)) / total) };
}
