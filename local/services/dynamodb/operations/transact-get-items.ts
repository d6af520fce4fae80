import type { Operation } from "../../../kernel/operation";
import { validationError } from "../errors";
import { CapacityMeter } from "../requests/capacity";
import type { GetInput, ReportInput } from "../requests/inputs";
import { checkMembers, listOf, required, structure } from "../requests/members";
import { readGet } from "../requests/reads";
import {
  attributesMember,
  expressionMember,
  namesMember,
  returnConsumedCapacityMember,
  tableNameMember,
} from "../requests/shapes";
import { checkDistinctItems, forEachPart } from "../requests/transaction";
import { list, member } from "../requests/unchecked";
import { checkKey } from "../storage/key-schema";
import { readItem } from "../values/read-value";
import type { Context } from "./context";

interface Part {
  readonly Get: GetInput;
}

type Input = ReportInput & { readonly TransactItems: readonly Part[] };

const MOST_PARTS = 100;

const SHAPE = {
  TransactItems: required(
    listOf(
      structure(
        {
          Get: required(
            structure(
              {
                Key: required(attributesMember),
                TableName: tableNameMember,
                ProjectionExpression: expressionMember,
                ExpressionAttributeNames: namesMember,
              },
              "TransactGetItems",
            ),
          ),
        },
        "TransactGetItems",
      ),
      { least: 1, most: MOST_PARTS },
    ),
  ),
  ReturnConsumedCapacity: returnConsumedCapacityMember,
};

/** TransactGetItems */
export function transactGetItems({ state, access }: Context): Operation<Input> {
  return {
    name: "TransactGetItems",
    access: (input) =>
      list(input.TransactItems).flatMap((part) => {
        const get = member(part, "Get");
        return access.table("GetItem", member(get, "TableName"), [member(get, "Key")]);
      }),
    run(raw) {
      const input = checkMembers<Input>("TransactGetItems", raw, SHAPE);
      const gets = input.TransactItems.map(({ Get: get }) => {
        if (get === undefined) throw validationError("TransactItems can only contain Get");
        return { get, fetch: readGet(state, get) };
      });
      const located = forEachPart(
        gets.map(({ get, fetch }) => ({ get, fetch, table: state.table(get.TableName) })),
        ({ get, fetch, table }) => {
          const key = readItem(get.Key);
          checkKey(table.key, key);
          return { table, key, fetch };
        },
      );
      checkDistinctItems(located);
      const capacity = new CapacityMeter(input.ReturnConsumedCapacity, "read", true);
      const responses = located.map(({ table, fetch }) => {
        const found = fetch(table);
        capacity.read(table, found?.bytes ?? 0, true);
        return found === undefined ? {} : { Item: found.item };
      });
      const consumed = capacity.list();
      return { Responses: responses, ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }) };
    },
  };
}
