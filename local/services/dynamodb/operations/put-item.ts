import type { Operation } from "../../../kernel/operation";
import type { PutInput, ReportInput } from "../requests/inputs";
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
import { readPut } from "../requests/writes";
import type { Context } from "./context";
import { oldItemIf, writeOne } from "./write-one";

interface Input extends PutInput, ReportInput {
  readonly ReturnValues?: string;
}

const SHAPE = {
  ReturnConsumedCapacity: returnConsumedCapacityMember,
  TableName: tableNameMember,
  ReturnItemCollectionMetrics: returnItemCollectionMetricsMember,
  ReturnValues: returnValuesMember,
  Item: required(attributesMember),
  ReturnValuesOnConditionCheckFailure: onConditionFailureMember,
  ConditionExpression: expressionMember,
  ExpressionAttributeNames: namesMember,
  ExpressionAttributeValues: valuesMember,
};

/** PutItem */
export function putItem(context: Context): Operation<Input> {
  return {
    name: "PutItem",
    access: (input) => context.access.table("PutItem", input.TableName, [input.Item]),
    run(raw) {
      const input = checkMembers<Input>("PutItem", raw, SHAPE);
      const shown = oldItemIf(input.ReturnValues);
      return writeOne(context, readPut(context.state, input), input, shown);
    },
  };
}
