import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { conditionHolds } from "../../table/conditional-write";
import type { Basket, StoredBasket } from "../domain/basket";
import type { BasketStore } from "../domain/ports";

/** The client must be made with `removeUndefinedValues`. */
export interface BasketTableOptions {
  readonly client: Pick<DynamoDBDocumentClient, "send">;
  readonly tableName: string;
}

type BasketRow = Basket & Omit<StoredBasket, "basket">;

/** The basket table on DynamoDB, key `userName`. */
export function basketTable({ client, tableName }: BasketTableOptions): BasketStore {
  const TableName = tableName;
  return {
    async load(userName) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: { userName }, ConsistentRead: true }),
      );
      if (!Item) return undefined;
      const { revision, orderId, ...basket } = Item as BasketRow;
      return { basket, revision, orderId };
    },

    async save({ basket, ...rest }) {
      const Item: BasketRow = { ...basket, ...rest };
      const { Attributes } = await client.send(new PutCommand({ TableName, Item, ReturnValues: "ALL_OLD" }));
      return Attributes === undefined;
    },

    fixOrder(userName, revision, orderId) {
      return conditionHolds(
        client.send(
          new UpdateCommand({
            TableName,
            Key: { userName },
            UpdateExpression: "SET orderId = :orderId",
            ConditionExpression: "revision = :revision AND attribute_not_exists(orderId)",
            ExpressionAttributeValues: { ":orderId": orderId, ":revision": revision },
          }),
        ),
      );
    },

    remove(userName) {
      const ConditionExpression = "attribute_exists(userName)";
      return conditionHolds(
        client.send(new DeleteCommand({ TableName, Key: { userName }, ConditionExpression })),
      );
    },

    removeRevision(userName, revision) {
      return conditionHolds(
        client.send(
          new DeleteCommand({
            TableName,
            Key: { userName },
            ConditionExpression: "revision = :revision",
            ExpressionAttributeValues: { ":revision": revision },
          }),
        ),
      );
    },

    async list({ limit, after }) {
      const { Items, LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName,
          Limit: limit,
          ...(after && { ExclusiveStartKey: { userName: after.userName } }),
        }),
      );
      return {
        items: (Items ?? []).map((item) => {
          const { userName, items } = item as BasketRow;
          return { userName, items };
        }),
        ...(LastEvaluatedKey && { next: { userName: String(LastEvaluatedKey["userName"]) } }),
      };
    },
  };
}
