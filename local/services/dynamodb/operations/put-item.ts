import type { Operation } from "../../../kernel/operation";
import { validationError } from "../errors";
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
import { WriteReport } from "../requests/write-report";
import { carryOut, readPut } from "../requests/writes";
import type { Context } from "./context";

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
export function putItem({ kernel, state, access }: Context): Operation<Input> {
  return {
    name: "PutItem",
    access: (input) => access.table("PutItem", input.TableName, [input.Item]),
    run(raw) {
      const input = checkMembers<Input>("PutItem", raw, SHAPE);
      checkReturnValues(input.ReturnValues);
      const request = readPut(state, input);
      const table = state.table(request.tableName);
      const written = carryOut(request.plan(table), kernel.clock.now());
      const report = new WriteReport(input);
      report.add(table, written);
      const showsOld = input.ReturnValues === "ALL_OLD" && written.before !== undefined;
      return { ...(showsOld ? { Attributes: written.before } : {}), ...report.single() };
    },
  };
}

/** `PutItem` and `DeleteItem` have only the old item to show. @throws AwsError */
export function checkReturnValues(returnValues: string | undefined): void {
  if (returnValues === undefined || returnValues === "NONE" || returnValues === "ALL_OLD") return;
  throw validationError("ReturnValues can only be ALL_OLD or NONE");
}
