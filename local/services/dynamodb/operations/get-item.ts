import type { Operation } from "../../../kernel/operation";
import { CapacityMeter } from "../requests/capacity";
import type { GetInput, ReportInput } from "../requests/inputs";
import { checkMembers, required } from "../requests/members";
import { readGet } from "../requests/reads";
import { flag } from "../requests/scalar-members";
import {
  attributesMember,
  expressionMember,
  namesMember,
  returnConsumedCapacityMember,
  tableNameMember,
} from "../requests/shapes";
import type { Context } from "./context";

type Input = GetInput & ReportInput;

const SHAPE = {
  TableName: tableNameMember,
  Key: required(attributesMember),
  ConsistentRead: flag,
  ReturnConsumedCapacity: returnConsumedCapacityMember,
  ProjectionExpression: expressionMember,
  ExpressionAttributeNames: namesMember,
};

/** GetItem */
export function getItem({ state, access }: Context): Operation<Input> {
  return {
    name: "GetItem",
    access: (input) => access.table("GetItem", input.TableName, [input.Key]),
    run(raw) {
      const input = checkMembers<Input>("GetItem", raw, SHAPE);
      const read = readGet(state, input);
      const table = state.table(input.TableName);
      const found = read(table);
      const capacity = new CapacityMeter(input.ReturnConsumedCapacity, "read");
      capacity.read(table, found?.bytes ?? 0, input.ConsistentRead === true);
      const consumed = capacity.single();
      return {
        ...(found === undefined ? {} : { Item: found.item }),
        ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
      };
    },
  };
}
