import { projector } from "../expressions/project";
import { bindExpressions } from "../expressions/request-expressions";
import type { DynamoDbState } from "../state";
import { checkKey } from "../storage/key-schema";
import type { Table } from "../storage/table";
import type { Item } from "../values/attribute-value";
import { readItem } from "../values/read-value";
import type { GetInput } from "./inputs";
import { checkKeyPaths } from "./read-source";

/** An item that was found, as far as the request wants to see it, and the size of the whole. */
export interface Found {
  readonly item: Item;
  readonly bytes: number;
}

/**
 * Reads what a request says of one item.
 * @returns fetches the item from the request's table; throws AwsError when the key is not one of the table
 * @throws AwsError with AWS's words
 */
export function readGet(state: DynamoDbState, input: GetInput): (table: Table) => Found | undefined {
  const key = readItem(input.Key);
  const bound = bindExpressions(state.expressions, input, ["ProjectionExpression"]);
  const project = bound.projection === undefined ? undefined : projector(bound.projection);
  return (table) => {
    checkKey(table.key, key);
    checkKeyPaths(table, bound);
    const found = table.find(key);
    if (found === undefined || project === undefined) return found;
    return { item: project(found.item), bytes: found.bytes };
  };
}
