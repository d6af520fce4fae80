import { AwsError } from "../../../kernel/errors";
import { ItemValidationError } from "../errors";
import { applyUpdate } from "../expressions/apply-update";
import type { BoundAction, BoundCondition } from "../expressions/bound";
import { meets } from "../expressions/evaluate-condition";
import { bindExpressions } from "../expressions/request-expressions";
import type { DynamoDbState } from "../state";
import { checkItemKey, checkKey } from "../storage/key-schema";
import type { Table, Written } from "../storage/table";
import { emptyItem, type Item, pick } from "../values/attribute-value";
import { readItem } from "../values/read-value";
import { itemBytes, LARGEST_ITEM_BYTES } from "../values/size";
import { checkActions, checkIndexKeys, checkUpdatedIndexKeys } from "./index-keys";
import type { KeyedWriteInput, PutInput, WriteInput } from "./inputs";

/** A write whose request has been checked as far as that needs no table. */
export interface WriteRequest {
  readonly tableName: string;
  /** Checks the request against its table. @throws AwsError with AWS's words */
  plan(table: Table): PlannedWrite;
}

/** A write that only the item itself can still refuse. */
export interface PlannedWrite {
  readonly table: Table;
  readonly key: Item;
  readonly condition: BoundCondition | undefined;
  /** Whether a failed condition shows the item. */
  readonly showsItem: boolean;
  /** False for a condition check. */
  readonly writes: boolean;
  /** The item after the write, undefined when it is not there then. @throws ItemValidationError */
  after(before: Item | undefined): Item | undefined;
  /** The actions of an update. */
  readonly actions?: readonly BoundAction[];
}

/** Reads a put. @throws AwsError with AWS's words */
export function readPut(state: DynamoDbState, input: PutInput): WriteRequest {
  const item = readItem(input.Item);
  if (itemBytes(item) > LARGEST_ITEM_BYTES) {
    throw new ItemValidationError("Item size has exceeded the maximum allowed size");
  }
  const { condition } = bindExpressions(state.expressions, input, ["ConditionExpression"]);
  return {
    tableName: input.TableName,
    plan: (table) => {
      checkItemKey(table.key, item);
      checkIndexKeys(table, item);
      const key = pick(item, table.keyNames);
      return { ...common(input, table, key, condition), writes: true, after: () => item };
    },
  };
}

/** Reads a deletion. @throws AwsError with AWS's words */
export function readDelete(state: DynamoDbState, input: KeyedWriteInput): WriteRequest {
  const key = readItem(input.Key);
  const { condition } = bindExpressions(state.expressions, input, ["ConditionExpression"]);
  return {
    tableName: input.TableName,
    plan: (table) => {
      checkKey(table.key, key);
      return { ...common(input, table, key, condition), writes: true, after: () => undefined };
    },
  };
}

/** Reads a condition check of a transaction. @throws AwsError with AWS's words */
export function readConditionCheck(state: DynamoDbState, input: KeyedWriteInput): WriteRequest {
  const request = readDelete(state, input);
  return {
    tableName: request.tableName,
    plan: (table) => ({ ...request.plan(table), writes: false, after: (before) => before }),
  };
}

/** Reads an update. @throws AwsError with AWS's words */
export function readUpdate(state: DynamoDbState, input: KeyedWriteInput): WriteRequest {
  const key = readItem(input.Key);
  const bound = bindExpressions(state.expressions, input, ["UpdateExpression", "ConditionExpression"]);
  const actions = bound.update ?? [];
  // An update that only takes away leaves nothing behind where nothing was.
  const makesItem =
    bound.update === undefined || actions.some(({ kind }) => kind === "SET" || kind === "ADD");
  return {
    tableName: input.TableName,
    plan: (table) => {
      checkKey(table.key, key);
      checkActions(table, actions);
      return {
        ...common(input, table, key, bound.condition),
        writes: true,
        actions,
        after: (before) => {
          if (before === undefined && !makesItem) return undefined;
          const after = applyUpdate(before ?? key, actions, before !== undefined);
          checkUpdatedIndexKeys(table, before, after);
          if (itemBytes(after) > LARGEST_ITEM_BYTES) {
            throw new ItemValidationError("Item size to update has exceeded the maximum allowed size");
          }
          return after;
        },
      };
    },
  };
}

/** Whether the item, or none, meets the write's condition. */
export function conditionHolds(write: PlannedWrite, before: Item | undefined): boolean {
  return write.condition === undefined || meets(before ?? emptyItem(), write.condition);
}

/** Carries out a write on its own. @throws AwsError when the condition does not hold or the item refuses */
export function carryOut(write: PlannedWrite, nowMs: number): Written {
  const before = write.table.find(write.key)?.item;
  if (!conditionHolds(write, before)) {
    const fields = write.showsItem && before !== undefined ? { Item: before } : {};
    throw new AwsError("ConditionalCheckFailedException", "The conditional request failed", 400, fields);
  }
  return commit(write, write.after(before), nowMs);
}

/** Stores what a write has come to. */
export function commit(write: PlannedWrite, after: Item | undefined, nowMs: number): Written {
  return after === undefined ? write.table.delete(write.key, nowMs) : write.table.put(after, nowMs);
}

function common(input: WriteInput, table: Table, key: Item, condition: BoundCondition | undefined) {
  return { table, key, condition, showsItem: input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" };
}
