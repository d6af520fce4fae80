import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { priceChangedEvent, productWithdrawnEvent } from "../../../services/contracts/price-events";
import { systemIdentity } from "../../../services/product/adapters/identity";
import { priceTopic } from "../../../services/product/adapters/price-topic";
import { productTable } from "../../../services/product/adapters/product-table";
import type { PriceEvent } from "../../../services/product/domain/price-event";
import { FakeClient } from "../support/fake-client";
import { RecordingLogger } from "../support/recording-logger";

const product = {
  id: "p-1",
  name: "Kettle",
  description: "",
  imageFile: "",
  category: "kitchen",
  price: 4999,
  currency: "USD",
};
const stored = { product, version: 3, pricedAtMs: 1_741_944_413_589 };
const conditionFailed = () =>
  new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} });

function table(...answers: unknown[]) {
  const client = new FakeClient(...answers);
  const logger = new RecordingLogger();
  const options = { client, tableName: "products", categoryIndex: "by-category", logger };
  return { client, logger, products: productTable(options) };
}

describe("product table", () => {
  test("loads by key and strongly consistent, since a write is decided on what it finds", async () => {
    const { client, products } = table({ Item: { ...product, version: 3, pricedAtMs: stored.pricedAtMs } });

    expect(await products.load("p-1")).toEqual(stored);
    expect(client.sent).toEqual([
      { name: "GetCommand", input: { TableName: "products", Key: { id: "p-1" }, ConsistentRead: true } },
    ]);
  });

  test("an absent row is undefined", async () => {
    expect(await table({}).products.load("p-1")).toBeUndefined();
  });

  test("every write has its condition", async () => {
    const { client, products } = table();

    await products.insert(stored);
    await products.replace({ ...stored, version: 4 }, 3);
    await products.clearPending("p-1", "e-1");
    await products.clearWithdrawn("p-1", "e-1", 1_741_944_413_589);

    expect(client.sent.map(({ name, input }) => [name, input["ConditionExpression"]])).toEqual([
      ["PutCommand", "attribute_not_exists(id)"],
      ["PutCommand", "#version = :version"],
      ["UpdateCommand", "pendingEvent.eventId = :eventId"],
      ["UpdateCommand", "pendingEvent.eventId = :eventId"],
    ]);
    expect(client.sent[2]?.input["UpdateExpression"]).toBe("REMOVE pendingEvent");
    expect(client.sent[3]?.input).toMatchObject({
      UpdateExpression: "REMOVE pendingEvent SET expiresAt = :expiresAt",
      ExpressionAttributeValues: { ":eventId": "e-1", ":expiresAt": 1_741_944_414 },
    });
    expect(client.sent[1]?.input["ExpressionAttributeValues"]).toEqual({ ":version": 3 });
  });

  test("a condition that does not hold is an outcome, any other error is one", async () => {
    const { products } = table(conditionFailed(), conditionFailed(), conditionFailed(), conditionFailed());

    expect(await products.insert(stored)).toBe(false);
    expect(await products.replace(stored, 2)).toBe(false);
    await expect(products.clearPending("p-1", "e-1")).resolves.toBeUndefined();
    await expect(products.clearWithdrawn("p-1", "e-1", 0)).resolves.toBeUndefined();
    await expect(table(new Error("throttled")).products.insert(stored)).rejects.toThrow("throttled");
  });

  test("an outbox that cannot be emptied is logged: the event is out all the same", async () => {
    const { products, logger } = table(new Error("throttled"));

    await products.clearPending("p-1", "e-1");

    expect(JSON.parse(logger.text)).toMatchObject({
      level: "ERROR",
      product_id: "p-1",
      event_id: "e-1",
      error: { message: "throttled" },
    });
  });

  test("the outbox is part of the very write that it tells of", async () => {
    const { client, products } = table();
    const pendingEvent = { type: "PriceChanged", eventId: "e-1" } as PriceEvent;

    await products.insert({ ...stored, pendingEvent });

    expect(client.sent[0]?.input["Item"]).toEqual({
      ...product,
      version: 3,
      pricedAtMs: stored.pricedAtMs,
      pendingEvent,
    });
  });

  test("a category is queried by its index, never scanned", async () => {
    const lastKey = { id: "p-1", category: "kitchen" };
    const { client, products } = table({ Items: [{ ...product, version: 3 }], LastEvaluatedKey: lastKey });

    expect(await products.listCategory("kitchen", { limit: 7, after: { id: "p-0" } })).toEqual({
      items: [product],
      next: { id: "p-1" },
    });
    expect(client.sent).toEqual([
      {
        name: "QueryCommand",
        input: {
          TableName: "products",
          IndexName: "by-category",
          KeyConditionExpression: "category = :category",
          FilterExpression: "attribute_not_exists(withdrawn)",
          ExpressionAttributeValues: { ":category": "kitchen" },
          Limit: 7,
          ExclusiveStartKey: { category: "kitchen", id: "p-0" },
        },
      },
    ]);
  });

  test("the list of all reads one bounded page and shows nothing of the service's own attributes", async () => {
    const { client, products } = table({
      Items: [{ ...product, version: 3, pendingEvent: { eventId: "e" } }],
    });

    expect(await products.list({ limit: 5 })).toEqual({ items: [product] });
    expect(client.sent).toEqual([
      {
        name: "ScanCommand",
        input: { TableName: "products", FilterExpression: "attribute_not_exists(withdrawn)", Limit: 5 },
      },
    ]);
  });
});

describe("price topic", () => {
  const common = { eventId: "e-1", correlationId: "c-1", occurredAtMs: 1_741_944_413_589, productId: "p-1" };
  const changed: PriceEvent = { ...common, type: "PriceChanged", price: 4999, currency: "USD" };
  const topicOver = (client: FakeClient, logger = new RecordingLogger()) =>
    priceTopic({ client, topicArn: "arn:aws:sns:eu-central-1:123456789012:prices", logger });

  test("publishes a price as the contract has it, with its type as an attribute", async () => {
    const client = new FakeClient();

    expect(await topicOver(client).announce(changed)).toBe(true);

    const [{ name, input } = { name: "", input: {} }] = client.sent;
    expect(name).toBe("PublishCommand");
    expect(input).toMatchObject({
      TopicArn: "arn:aws:sns:eu-central-1:123456789012:prices",
      MessageAttributes: { eventType: { DataType: "String", StringValue: "PriceChanged" } },
    });
    expect(priceChangedEvent.parse(JSON.parse(String(input["Message"])))).toEqual({
      metadata: {
        eventId: "e-1",
        correlationId: "c-1",
        occurredAt: "2025-03-14T09:26:53.589Z",
        version: 1,
      },
      data: { productId: "p-1", price: 4999, currency: "USD" },
    });
  });

  test("publishes a withdrawal", async () => {
    const client = new FakeClient();

    await topicOver(client).announce({ ...common, type: "ProductWithdrawn" });

    const input = client.sent[0]?.input;
    expect(input).toMatchObject({ MessageAttributes: { eventType: { StringValue: "ProductWithdrawn" } } });
    expect(productWithdrawnEvent.parse(JSON.parse(String(input?.["Message"]))).data).toEqual({
      productId: "p-1",
    });
  });

  test("a publication that fails is told and logged", async () => {
    const logger = new RecordingLogger();

    expect(await topicOver(new FakeClient(new Error("AuthorizationError")), logger).announce(changed)).toBe(
      false,
    );
    expect(JSON.parse(logger.text)).toMatchObject({ level: "ERROR", product_id: "p-1", event_id: "e-1" });
  });
});

describe("identity", () => {
  test("a key gives the same id again, to one user only", () => {
    const id = systemIdentity.idForKey("boss", "k");

    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(systemIdentity.idForKey("boss", "k")).toBe(id);
    expect(systemIdentity.idForKey("bos", "sk")).not.toBe(id);
    expect(systemIdentity.newId()).not.toBe(systemIdentity.newId());
  });
});
