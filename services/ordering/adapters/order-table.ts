import { type DynamoDBDocumentClient, PutCommand, QueryCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { conditionHolds } from "../../table/conditional-write";
import type { Order, OrderReader, OrderRecorder } from "../domain/order";

export interface OrderTableOptions {
  readonly client: Pick<DynamoDBDocumentClient, "send">;
  readonly tableName: string;
}

/** Writes orders to DynamoDB, key `orderId`; the client must be made with `removeUndefinedValues`. */
export function orderRecorder({ client, tableName }: OrderTableOptions): OrderRecorder {
  return {
    insert(order) {
      const ConditionExpression = "attribute_not_exists(orderId)";
      return conditionHolds(
        client.send(new PutCommand({ TableName: tableName, Item: order, ConditionExpression })),
      );
    },
  };
}

export interface OrderReaderOptions extends OrderTableOptions {
  /** Index with the partition key `userName` and the sort key `orderDate`, all attributes projected. */
  readonly userIndex: string;
}

/** Reads orders from DynamoDB. */
export function orderReader({ client, tableName, userIndex }: OrderReaderOptions): OrderReader {
  const TableName = tableName;
  return {
    async listOfUser(userName, datePrefix, { limit, after }) {
      const dated = datePrefix !== "";
      const { Items, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: userIndex,
          KeyConditionExpression: `userName = :userName${dated ? " AND begins_with(orderDate, :date)" : ""}`,
          ExpressionAttributeValues: { ":userName": userName, ...(dated && { ":date": datePrefix }) },
          ScanIndexForward: false,
          Limit: limit,
          ...(after && { ExclusiveStartKey: { userName, ...after } }),
        }),
      );
      const { orderDate, orderId } = (LastEvaluatedKey ?? {}) as Partial<Order>;
      return {
        items: (Items ?? []) as Order[],
        ...(orderDate !== undefined && orderId !== undefined && { next: { orderDate, orderId } }),
      };
    },

    async list({ limit, after }) {
      const { Items, LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName,
          Limit: limit,
          ...(after && { ExclusiveStartKey: { orderId: after.orderId } }),
        }),
      );
      return {
        items: (Items ?? []) as Order[],
        ...(LastEvaluatedKey && { next: { orderId: String(LastEvaluatedKey["orderId"]) } }),
      };
    },
  };
}
