import type { Operation } from "../../../kernel/operation";
import { ItemKeyError, validationError } from "../errors";
import type { ReportInput } from "../requests/inputs";
import { checkMembers, listOf, mapOf, required, structure } from "../requests/members";
import {
  attributesMember,
  returnConsumedCapacityMember,
  returnItemCollectionMetricsMember,
} from "../requests/shapes";
import { list, member, members } from "../requests/unchecked";
import { WriteReport } from "../requests/write-report";
import { commit, type PlannedWrite, readDelete, readPut, type WriteRequest } from "../requests/writes";
import { keyMismatch, locatePrimary } from "../storage/key-schema";
import { positionId } from "../storage/position";
import type { Table } from "../storage/table";
import type { Context } from "./context";

interface Request {
  readonly PutRequest?: { readonly Item: unknown };
  readonly DeleteRequest?: { readonly Key: unknown };
}

type Input = ReportInput & { readonly RequestItems: Readonly<Record<string, readonly Request[]>> };

/** Writes in one request. */
const MOST_WRITES = 25;

const SHAPE = {
  RequestItems: required(
    mapOf(
      listOf(
        structure(
          {
            DeleteRequest: structure({ Key: required(attributesMember) }, "BatchWriteItem"),
            PutRequest: structure({ Item: required(attributesMember) }, "BatchWriteItem"),
          },
          "BatchWriteItem",
        ),
        { least: 1, most: MOST_WRITES },
      ),
    ),
  ),
  ReturnConsumedCapacity: returnConsumedCapacityMember,
  ReturnItemCollectionMetrics: returnItemCollectionMetricsMember,
};

/** BatchWriteItem; locally every write that AWS would accept is carried out, so none is left unprocessed. */
export function batchWriteItem({ kernel, state, access }: Context): Operation<Input> {
  return {
    name: "BatchWriteItem",
    access: (input) =>
      members(input.RequestItems).flatMap(([name, requests]) =>
        access.table("BatchWriteItem", name, list(requests).map(writtenKey)),
      ),
    run(raw) {
      const input = checkMembers<Input>("BatchWriteItem", raw, SHAPE);
      const requests = Object.entries(input.RequestItems).flatMap(([name, writes]) =>
        writes.map((write) => readRequest(name, write)),
      );
      if (requests.length === 0) {
        throw validationError("The requestItems parameter is required for BatchWriteItem");
      }
      if (requests.length > MOST_WRITES) {
        throw validationError("Too many items requested for the BatchWriteItem call");
      }
      const planned = requests.map((request) => plan(request, state.table(request.tableName)));
      checkDistinct(planned);
      return carryOutAll(input, planned);
    },
  };

  function readRequest(name: string, { PutRequest: put, DeleteRequest: deletion }: Request): WriteRequest {
    if (put !== undefined && deletion === undefined) {
      return readPut(state, { TableName: name, Item: put.Item });
    }
    if (deletion !== undefined && put === undefined) {
      return readDelete(state, { TableName: name, Key: deletion.Key });
    }
    throw validationError(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  }

  function carryOutAll(input: Input, planned: readonly PlannedWrite[]): Record<string, unknown> {
    const report = new WriteReport(input);
    for (const write of planned) {
      const before = write.table.find(write.key)?.item;
      report.add(write.table, commit(write, write.after(before), kernel.clock.now()));
    }
    return { UnprocessedItems: {}, ...report.byTable() };
  }
}

/** The item or key of an unchecked write. */
function writtenKey(write: unknown): unknown {
  return member(member(write, "PutRequest"), "Item") ?? member(member(write, "DeleteRequest"), "Key");
}

/** In a batch AWS has one message for all that is wrong with a put's own key. */
function plan(request: WriteRequest, table: Table): PlannedWrite {
  try {
    return request.plan(table);
  } catch (error) {
    throw error instanceof ItemKeyError ? keyMismatch() : error;
  }
}

function checkDistinct(writes: readonly PlannedWrite[]): void {
  const ids = writes.map(({ table, key }) => `${table.name} ${positionId(locatePrimary(table.key, key))}`);
  if (new Set(ids).size < ids.length) throw validationError("Provided list of item keys contains duplicates");
}
