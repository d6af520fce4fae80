import type { Operation } from "../../../kernel/operation";
import { projector } from "../expressions/project";
import type { KeyedWriteInput, ReportInput } from "../requests/inputs";
import { checkMembers, required } from "../requests/members";
import {
  attributesMember,
  expressionMember,
  namesMember,
  onConditionFailureMember,
  returnConsumedCapacityMember,
  returnItemCollectionMetricsMember,
  returnValuesMember,
  tableNameMember,
  valuesMember,
} from "../requests/shapes";
import { type PlannedWrite, readUpdate } from "../requests/writes";
import type { Written } from "../storage/table";
import type { Item } from "../values/attribute-value";
import type { Context } from "./context";
import { writeOne } from "./write-one";

interface Input extends KeyedWriteInput, ReportInput {
  readonly ReturnValues?: "NONE" | "ALL_OLD" | "UPDATED_OLD" | "ALL_NEW" | "UPDATED_NEW";
}

const SHAPE = {
  ReturnConsumedCapacity: returnConsumedCapacityMember,
  TableName: tableNameMember,
  ReturnItemCollectionMetrics: returnItemCollectionMetricsMember,
  ReturnValues: returnValuesMember,
  Key: required(attributesMember),
  ReturnValuesOnConditionCheckFailure: onConditionFailureMember,
  UpdateExpression: expressionMember,
  ConditionExpression: expressionMember,
  ExpressionAttributeNames: namesMember,
  ExpressionAttributeValues: valuesMember,
};

/** UpdateItem */
export function updateItem(context: Context): Operation<Input> {
  return {
    name: "UpdateItem",
    access: (input) => context.access.table("UpdateItem", input.TableName, [input.Key]),
    run(raw) {
      const input = checkMembers<Input>("UpdateItem", raw, SHAPE);
      const { ReturnValues = "NONE" } = input;
      const shown = (written: Written, write: PlannedWrite) => returned(ReturnValues, write, written);
      return writeOne(context, readUpdate(context.state, input), input, shown);
    },
  };
}

/** What `ReturnValues` shows; nothing rather than no attributes. */
function returned(mode: string, write: PlannedWrite, written: Written): Item | undefined {
  if (mode === "NONE") return undefined;
  const item = mode.endsWith("OLD") ? written.before : written.after;
  if (item === undefined || mode.startsWith("ALL_")) return item;
  const touched = projector((write.actions ?? []).map((action) => action.path))(item);
  return Object.keys(touched).length === 0 ? undefined : touched;
}
