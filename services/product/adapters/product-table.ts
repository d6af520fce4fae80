import type { Logger } from "@aws-lambda-powertools/logger";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { conditionHolds } from "../../table/conditional-write";
import type { ProductPage, ProductPageRequest, ProductStore } from "../domain/ports";
import type { Product, StoredProduct } from "../domain/product";

/** The client must be made with `removeUndefinedValues`. */
export interface ProductTableOptions {
  readonly client: Pick<DynamoDBDocumentClient, "send">;
  readonly tableName: string;
  /** Index with the partition key `category` and the sort key `id`, all attributes projected. */
  readonly categoryIndex: string;
  readonly logger: Pick<Logger, "error">;
}

/** A row: the product's own attributes beside the service's; `expiresAt`, in epoch seconds, is the table's TTL. */
type ProductRow = Product & Omit<StoredProduct, "product"> & { readonly expiresAt?: number };

/** The product table on DynamoDB, key `id`. */
export function productTable(options: ProductTableOptions): ProductStore {
  const { client, tableName: TableName, categoryIndex, logger } = options;

  /** Writes to a row whose event is out, if the outbox still holds that event. */
  async function tidy(id: string, eventId: string, update: { expression: string; values?: object }) {
    const command = new UpdateCommand({
      TableName,
      Key: { id },
      UpdateExpression: update.expression,
      ConditionExpression: "pendingEvent.eventId = :eventId",
      ExpressionAttributeValues: { ":eventId": eventId, ...update.values },
    });
    try {
      await conditionHolds(client.send(command));
    } catch (error) {
      logger.error(
        "published event stays in the product's outbox; the next request that changes the product publishes it again",
        {
          product_id: id,
          event_id: eventId,
          error: error instanceof Error ? error : new Error(String(error)),
        },
      );
    }
  }

  return {
    async load(id) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: { id }, ConsistentRead: true }));
      return Item && fromRow(Item as ProductRow);
    },

    insert(stored) {
      const ConditionExpression = "attribute_not_exists(id)";
      return conditionHolds(
        client.send(new PutCommand({ TableName, Item: toRow(stored), ConditionExpression })),
      );
    },

    replace(next, basedOnVersion) {
      return conditionHolds(
        client.send(
          new PutCommand({
            TableName,
            Item: toRow(next),
            ConditionExpression: "#version = :version",
            ExpressionAttributeNames: { "#version": "version" },
            ExpressionAttributeValues: { ":version": basedOnVersion },
          }),
        ),
      );
    },

    clearPending(id, eventId) {
      return tidy(id, eventId, { expression: "REMOVE pendingEvent" });
    },

    clearWithdrawn(id, eventId, expiresAtMs) {
      const expression = "REMOVE pendingEvent SET expiresAt = :expiresAt";
      return tidy(id, eventId, { expression, values: { ":expiresAt": Math.ceil(expiresAtMs / 1000) } });
    },

    async list({ limit, after }) {
      const { Items, LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName,
          FilterExpression: NOT_WITHDRAWN,
          Limit: limit,
          ...(after && { ExclusiveStartKey: { id: after.id } }),
        }),
      );
      return toPage(Items, LastEvaluatedKey);
    },

    async listCategory(category: string, { limit, after }: ProductPageRequest) {
      const { Items, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: categoryIndex,
          KeyConditionExpression: "category = :category",
          FilterExpression: NOT_WITHDRAWN,
          ExpressionAttributeValues: { ":category": category },
          Limit: limit,
          ...(after && { ExclusiveStartKey: { category, id: after.id } }),
        }),
      );
      return toPage(Items, LastEvaluatedKey);
    },
  };
}

const NOT_WITHDRAWN = "attribute_not_exists(withdrawn)";

function toRow({ product, ...rest }: StoredProduct): ProductRow {
  return { ...product, ...rest };
}

function fromRow(row: ProductRow): StoredProduct {
  const { version, pricedAtMs, pendingEvent, withdrawn } = row;
  return { product: productOf(row), version, pricedAtMs, pendingEvent, withdrawn };
}

function productOf({ id, name, description, imageFile, category, price, currency }: ProductRow): Product {
  return { id, name, description, imageFile, category, price, currency };
}

type Row = Record<string, unknown>;

function toPage(items: readonly Row[] | undefined, lastKey: Row | undefined): ProductPage {
  return {
    items: (items ?? []).map((item) => productOf(item as unknown as ProductRow)),
    ...(lastKey && { next: { id: String(lastKey["id"]) } }),
  };
}
