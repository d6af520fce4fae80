import type { Logger } from "@aws-lambda-powertools/logger";
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
  readonly logger: Pick<Logger, "error">;
}

/** A row: the basket's own attributes beside the service's; `expiresAt`, in epoch seconds, is the table's TTL. */
type BasketRow = Basket & Omit<StoredBasket, "basket" | "expiresAtMs"> & { readonly expiresAt?: number };

/** The basket table on DynamoDB, key `userName`. */
export function basketTable({ client, tableName, logger }: BasketTableOptions): BasketStore {
  const TableName = tableName;
  return {
    async load(userName) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: { userName }, ConsistentRead: true }),
      );
      if (!Item) return undefined;
      const { userName: owner, items, revision, order, expiresAt } = Item as BasketRow;
      return {
        basket: { userName: owner, items },
        revision,
        order,
        ...(expiresAt !== undefined && { expiresAtMs: expiresAt * 1000 }),
      };
    },

    async save({ basket, revision }) {
      const Item: BasketRow = { ...basket, revision };
      const { Attributes } = await client.send(new PutCommand({ TableName, Item, ReturnValues: "ALL_OLD" }));
      return Attributes === undefined || (Attributes as BasketRow).expiresAt !== undefined;
    },

    fixOrder(userName, revision, order) {
      return conditionHolds(
        client.send(
          new UpdateCommand({
            TableName,
            Key: { userName },
            UpdateExpression: "SET #order = :order",
            ConditionExpression: "revision = :revision AND attribute_not_exists(#order)",
            ExpressionAttributeNames: { "#order": "order" },
            ExpressionAttributeValues: { ":order": order, ":revision": revision },
          }),
        ),
      );
    },

    remove(userName) {
      const ConditionExpression = `attribute_exists(userName) AND ${NOT_ORDERED}`;
      return conditionHolds(
        client.send(new DeleteCommand({ TableName, Key: { userName }, ConditionExpression })),
      );
    },

    async markOrdered(userName, revision, expiresAtMs) {
      const command = new UpdateCommand({
        TableName,
        Key: { userName },
        UpdateExpression: "SET expiresAt = :expiresAt, #items = :none",
        ConditionExpression: "revision = :revision",
        ExpressionAttributeNames: { "#items": "items" },
        ExpressionAttributeValues: {
          ":expiresAt": Math.ceil(expiresAtMs / 1000),
          ":none": [],
          ":revision": revision,
        },
      });
      try {
        await conditionHolds(client.send(command));
      } catch (error) {
        logger.error("basket stays although it was ordered; checking it out again is the same order", {
          error: error instanceof Error ? error : new Error(String(error)),
        });
      }
    },

    async list({ limit, after }) {
      const { Items, LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName,
          FilterExpression: NOT_ORDERED,
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

const NOT_ORDERED = "attribute_not_exists(expiresAt)";
