import type { Operation } from "../../../kernel/operation";
import { validationError } from "../errors";
import { CapacityMeter } from "../requests/capacity";
import type { GetInput, ReportInput } from "../requests/inputs";
import { checkMembers, listOf, mapOf, required, structure } from "../requests/members";
import { readGet } from "../requests/reads";
import { anything, flag } from "../requests/scalar-members";
import { expressionMember, namesMember, returnConsumedCapacityMember } from "../requests/shapes";
import { list, member, members } from "../requests/unchecked";
import { checkKey, locatePrimary } from "../storage/key-schema";
import { positionId } from "../storage/position";
import type { Table } from "../storage/table";
import type { Item } from "../values/attribute-value";
import { readItem } from "../values/read-value";
import type { Context } from "./context";

type TableRequest = Omit<GetInput, "Key" | "TableName"> & { readonly Keys: readonly unknown[] };
type Input = ReportInput & { readonly RequestItems: Readonly<Record<string, TableRequest>> };

/** Keys in one request. */
const MOST_KEYS = 100;
/** Of the items in one answer; the keys beyond are handed back. */
const MOST_BYTES = 16 * 1_048_576;

const SHAPE = {
  RequestItems: required(
    mapOf(
      structure(
        {
          Keys: required(listOf(anything, { least: 1, most: MOST_KEYS })),
          ConsistentRead: flag,
          ProjectionExpression: expressionMember,
          ExpressionAttributeNames: namesMember,
        },
        "BatchGetItem",
      ),
    ),
  ),
  ReturnConsumedCapacity: returnConsumedCapacityMember,
};

/** BatchGetItem; the answer has the items in the order of the keys. */
export function batchGetItem({ state, access }: Context): Operation<Input> {
  return {
    name: "BatchGetItem",
    access: (input) =>
      members(input.RequestItems).flatMap(([name, request]) =>
        access.table("BatchGetItem", name, list(member(request, "Keys"))),
      ),
    run(raw) {
      const input = checkMembers<Input>("BatchGetItem", raw, SHAPE);
      const requests = Object.entries(input.RequestItems);
      checkCount(requests);
      const capacity = new CapacityMeter(input.ReturnConsumedCapacity, "read");
      const responses: Record<string, Item[]> = {};
      const unprocessed: Record<string, TableRequest> = {};
      const reads = requests.map(([name, request]) => {
        const fetches = request.Keys.map((Key) => readGet(state, { ...request, TableName: name, Key }));
        return { name, request, table: state.table(name), fetches };
      });
      for (const { table, request } of reads) checkDistinct(table, request.Keys);
      let bytes = 0;
      for (const { name, request, table, fetches } of reads) {
        const items: Item[] = [];
        const left: unknown[] = [];
        fetches.forEach((fetch, i) => {
          const found = fetch(table);
          if (bytes + (found?.bytes ?? 0) > MOST_BYTES) {
            left.push(request.Keys[i]);
            return;
          }
          bytes += found?.bytes ?? 0;
          capacity.read(table, found?.bytes ?? 0, request.ConsistentRead === true);
          if (found !== undefined) items.push(found.item);
        });
        responses[name] = items;
        if (left.length > 0) unprocessed[name] = { ...request, Keys: left };
      }
      const consumed = capacity.list();
      return {
        Responses: responses,
        UnprocessedKeys: unprocessed,
        ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
      };
    },
  };
}

function checkCount(requests: readonly (readonly [string, TableRequest])[]): void {
  if (requests.length === 0) throw validationError("The requestItems parameter is required for BatchGetItem");
  const keys = requests.reduce((sum, [, request]) => sum + request.Keys.length, 0);
  if (keys > MOST_KEYS) throw validationError("Too many items requested for the BatchGetItem call");
}

function checkDistinct(table: Table, keys: readonly unknown[]): void {
  const ids = keys.map((raw) => {
    const key = readItem(raw);
    checkKey(table.key, key);
    return positionId(locatePrimary(table.key, key));
  });
  if (new Set(ids).size < ids.length) throw validationError("Provided list of item keys contains duplicates");
}
