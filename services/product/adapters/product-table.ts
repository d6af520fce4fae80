import {
  DeleteCommand,
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
}

/** A row: the product's own attributes beside the service's. */
type ProductRow = Product & Omit<StoredProduct, "product">;

/** The product table on DynamoDB, key `id`. */
export function productTable({ client, tableName, categoryIndex }: ProductTableOptions): ProductStore {
  const TableName = tableName;
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

    async clearPending(id, eventId) {
      await conditionHolds(
        client.send(
          new UpdateCommand({
            TableName,
            Key: { id },
            UpdateExpression: "REMOVE pendingEvent",
            ConditionExpression: "pendingEvent.eventId = :eventId",
            ExpressionAttributeValues: { ":eventId": eventId },
          }),
        ),
      );
    },

    async remove(id) {
      // Without the mark this is another product: one made again under the same idempotency key.
      const ConditionExpression = "withdrawn = :yes";
      const ExpressionAttributeValues = { ":yes": true };
      await conditionHolds(
        client.send(
          new DeleteCommand({ TableName, Key: { id }, ConditionExpression, ExpressionAttributeValues }),
        ),
      );
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
