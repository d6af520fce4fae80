import { listOf, required, type Shape, structure } from "../requests/members";
import { text } from "../requests/scalar-members";
import {
  attributesMember,
  expressionMember,
  namesMember,
  onConditionFailureMember,
  returnConsumedCapacityMember,
  returnItemCollectionMetricsMember,
  tableNameMember,
  valuesMember,
} from "../requests/shapes";

const OPERATION = "TransactWriteItems";
const MOST_PARTS = 100;
const LONGEST_TOKEN = 36;

const write: Shape = {
  TableName: tableNameMember,
  ReturnValuesOnConditionCheckFailure: onConditionFailureMember,
  ExpressionAttributeNames: namesMember,
  ExpressionAttributeValues: valuesMember,
};

const keyed: Shape = { ...write, Key: required(attributesMember) };

/** The members of a `TransactWriteItems`. */
export const transactWriteShape: Shape = {
  ClientRequestToken: text({ least: 1, most: LONGEST_TOKEN }),
  ReturnConsumedCapacity: returnConsumedCapacityMember,
  ReturnItemCollectionMetrics: returnItemCollectionMetricsMember,
  TransactItems: required(
    listOf(
      structure(
        {
          ConditionCheck: structure({ ...keyed, ConditionExpression: required(expressionMember) }, OPERATION),
          Put: structure(
            { ...write, Item: required(attributesMember), ConditionExpression: expressionMember },
            OPERATION,
          ),
          Delete: structure({ ...keyed, ConditionExpression: expressionMember }, OPERATION),
          Update: structure(
            { ...keyed, UpdateExpression: required(expressionMember), ConditionExpression: expressionMember },
            OPERATION,
          ),
        },
        OPERATION,
      ),
      { least: 1, most: MOST_PARTS },
    ),
  ),
};
