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
import { WriteReport } from "../requests/write-report";
import { carryOut, readDelete } from "../requests/writes";
import type { Context } from "./context";
import { checkReturnValues } from "./put-item";

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
export function deleteItem({ kernel, state, access }: Context): Operation<Input> {
  return {
    name: "DeleteItem",
    access: (input) => access.table("DeleteItem", input.TableName, [input.Key]),
    run(raw) {
      const input = checkMembers<Input>("DeleteItem", raw, SHAPE);
      checkReturnValues(input.ReturnValues);
      const request = readDelete(state, input);
      const table = state.table(request.tableName);
      const written = carryOut(request.plan(table), kernel.clock.now());
      const report = new WriteReport(input);
      report.add(table, written);
      const showsOld = input.ReturnValues === "ALL_OLD" && written.before !== undefined;
      return { ...(showsOld ? { Attributes: written.before } : {}), ...report.single() };
    },
  };
}
