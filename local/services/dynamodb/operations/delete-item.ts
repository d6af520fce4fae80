import type { Operation } from "../../../kernel/operation";
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
import { readDelete } from "../requests/writes";
import type { Context } from "./context";
import { oldItemIf, writeOne } from "./write-one";

interface Input extends KeyedWriteInput, ReportInput {
  readonly ReturnValues?: string;
}

const SHAPE = {
  ReturnConsumedCapacity: returnConsumedCapacityMember,
  TableName: tableNameMember,
  ReturnItemCollectionMetrics: returnItemCollectionMetricsMember,
  ReturnValues: returnValuesMember,
  Key: required(attributesMember),
  ReturnValuesOnConditionCheckFailure: onConditionFailureMember,
  ConditionExpression: expressionMember,
  ExpressionAttributeNames: namesMember,
  ExpressionAttributeValues: valuesMember,
};

/** DeleteItem */
export function deleteItem(context: Context): Operation<Input> {
  return {
    name: "DeleteItem",
    access: (input) => context.access.table("DeleteItem", input.TableName, [input.Key]),
    run(raw) {
      const input = checkMembers<Input>("DeleteItem", raw, SHAPE);
      const shown = oldItemIf(input.ReturnValues);
      return writeOne(context, readDelete(context.state, input), input, shown);
    },
  };
}
