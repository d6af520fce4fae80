import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { basketTable } from "../../../services/basket/adapters/basket-table";
import { eventBus } from "../../../services/basket/adapters/event-bus";
import { readPriceMessage } from "../../../services/basket/adapters/price-message";
import { priceTable } from "../../../services/basket/adapters/price-table";
import type { KnownPrice } from "../../../services/basket/domain/price";
import { checkoutBasketEvent, checkoutBasketExample } from "../../../services/contracts/checkout-basket";
import { priceChangedExample, productWithdrawnExample } from "../../../services/contracts/price-events";
import { FakeClient } from "../support/fake-client";
import { RecordingLogger } from "../support/recording-logger";
import { sqsRecord } from "../support/sqs-event";

const basket = { userName: "ada", items: [{ productId: "p", productName: "Kettle", quantity: 2 }] };
const order = { orderId: "o-1", unitPrices: [4999], currency: "USD" };
const conditionFailed = () =>
  new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} });

describe("basket table", () => {
  const tableOver = (...answers: unknown[]) => {
    const client = new FakeClient(...answers);
    const logger = new RecordingLogger();
    return { client, logger, baskets: basketTable({ client, tableName: "baskets", logger }) };
  };

  test("loads by key and strongly consistent, so that a checkout sees the basket just saved", async () => {
    const { client, baskets } = tableOver({ Item: { ...basket, revision: "r-1", order } });

    expect(await baskets.load("ada")).toEqual({ basket, revision: "r-1", order });
    expect(client.sent).toEqual([
      { name: "GetCommand", input: { TableName: "baskets", Key: { userName: "ada" }, ConsistentRead: true } },
    ]);
    expect(await tableOver({}).baskets.load("ada")).toBeUndefined();
  });

  test("the note of an order has its time in milliseconds", async () => {
    const { baskets } = tableOver({ Item: { ...basket, revision: "r-1", order, expiresAt: 1_741_944_414 } });

    expect((await baskets.load("ada"))?.expiresAtMs).toBe(1_741_944_414_000);
  });

  test("saving replaces the whole item, an order of the old content included", async () => {
    const { client, baskets } = tableOver(
      {},
      { Attributes: { userName: "ada" } },
      { Attributes: { userName: "ada", expiresAt: 1_741_944_414 } },
    );

    expect(await baskets.save({ basket, revision: "r-1" })).toBe(true);
    expect(await baskets.save({ basket, revision: "r-2" })).toBe(false);
    expect(await baskets.save({ basket, revision: "r-3" })).toBe(true);
    expect(client.sent[0]).toEqual({
      name: "PutCommand",
      input: { TableName: "baskets", Item: { ...basket, revision: "r-1" }, ReturnValues: "ALL_OLD" },
    });
  });

  test("an order is fixed once, and only for the revision it was made for", async () => {
    const { client, baskets } = tableOver({}, conditionFailed());

    expect(await baskets.fixOrder("ada", "r-1", order)).toBe(true);
    expect(await baskets.fixOrder("ada", "r-1", { ...order, orderId: "o-2" })).toBe(false);
    expect(client.sent[0]?.input).toMatchObject({
      ConditionExpression: "revision = :revision AND attribute_not_exists(#order)",
      ExpressionAttributeNames: { "#order": "order" },
      ExpressionAttributeValues: { ":order": order, ":revision": "r-1" },
    });
  });

  test("a basket that was ordered becomes the note of its order, unless it was saved again", async () => {
    const { client, baskets, logger } = tableOver({}, conditionFailed());

    await baskets.markOrdered("ada", "r-1", 1_741_944_413_589);
    await baskets.markOrdered("ada", "r-1", 1_741_944_413_589);

    expect(client.sent[0]).toMatchObject({
      name: "UpdateCommand",
      input: {
        UpdateExpression: "SET expiresAt = :expiresAt, #items = :none",
        ConditionExpression: "revision = :revision",
        ExpressionAttributeNames: { "#items": "items" },
        ExpressionAttributeValues: { ":expiresAt": 1_741_944_414, ":none": [], ":revision": "r-1" },
      },
    });
    expect(logger.lines).toEqual([]);
  });

  test("a note that cannot be written is logged: the order is on its way all the same", async () => {
    const { baskets, logger } = tableOver(new Error("throttled"));

    await baskets.markOrdered("ada", "r-1", 1_741_944_413_589);

    expect(JSON.parse(logger.text)).toMatchObject({ level: "ERROR", error: { message: "throttled" } });
  });

  test("deleting tells whether there was a basket", async () => {
    const { client, baskets } = tableOver({}, conditionFailed(), new Error("throttled"));

    expect(await baskets.remove("ada")).toBe(true);
    expect(client.sent[0]?.input["ConditionExpression"]).toBe(
      "attribute_exists(userName) AND attribute_not_exists(expiresAt)",
    );
    expect(await baskets.remove("ada")).toBe(false);
    await expect(baskets.remove("ada")).rejects.toThrow("throttled");
  });

  test("the list of all reads one bounded page", async () => {
    const { client, baskets } = tableOver({
      Items: [{ ...basket, revision: "r-1" }],
      LastEvaluatedKey: { userName: "ada" },
    });

    expect(await baskets.list({ limit: 1, after: { userName: "aba" } })).toEqual({
      items: [basket],
      next: { userName: "ada" },
    });
    expect(client.sent).toEqual([
      {
        name: "ScanCommand",
        input: {
          TableName: "baskets",
          FilterExpression: "attribute_not_exists(expiresAt)",
          Limit: 1,
          ExclusiveStartKey: { userName: "aba" },
        },
      },
    ]);
  });
});

describe("price table", () => {
  const price: KnownPrice = {
    productId: "p",
    occurredAt: "2025-03-14T09:26:53.589Z",
    withdrawn: false,
    price: 4999,
    currency: "USD",
  };
  const tableOver = (...answers: unknown[]) => {
    const client = new FakeClient(...answers);
    return { client, prices: priceTable({ client, tableName: "prices" }) };
  };

  test("reads all prices of a basket in one strongly consistent batch by key", async () => {
    const { client, prices } = tableOver({ Responses: { prices: [price] } });

    expect(await prices.find(["p", "q"])).toEqual([price]);
    expect(client.sent).toEqual([
      {
        name: "BatchGetCommand",
        input: {
          RequestItems: { prices: { Keys: [{ productId: "p" }, { productId: "q" }], ConsistentRead: true } },
        },
      },
    ]);
  });

  test("asks again for keys that the batch left out", async () => {
    const other = { ...price, productId: "q" };
    const { client, prices } = tableOver(
      { Responses: { prices: [price] }, UnprocessedKeys: { prices: { Keys: [{ productId: "q" }] } } },
      { Responses: { prices: [other] }, UnprocessedKeys: {} },
    );

    expect(await prices.find(["p", "q"])).toEqual([price, other]);
    expect(client.sent[1]?.input["RequestItems"]).toMatchObject({ prices: { Keys: [{ productId: "q" }] } });
  });

  test("a table that keeps leaving keys out is an error, not an unknown price", async () => {
    const busy = { UnprocessedKeys: { prices: { Keys: [{ productId: "p" }] } } };
    const { prices } = tableOver(busy, busy, busy, busy);

    await expect(prices.find(["p"])).rejects.toThrow("Table prices left 1 prices out in 4 reads.");
  });

  test("records only what is newer than what is known", async () => {
    const { client, prices } = tableOver({}, conditionFailed());

    expect(await prices.record(price)).toBe(true);
    expect(await prices.record(price)).toBe(false);
    expect(client.sent[0]).toEqual({
      name: "PutCommand",
      input: {
        TableName: "prices",
        Item: price,
        ConditionExpression: "attribute_not_exists(productId) OR occurredAt < :occurredAt",
        ExpressionAttributeValues: { ":occurredAt": price.occurredAt },
      },
    });
  });
});

describe("price message", () => {
  const read = (eventType: string | undefined, event: unknown) =>
    readPriceMessage(
      sqsRecord("dev-basket-price-changes", {
        id: "m-1",
        body: JSON.stringify(event),
        ...(eventType && { attributes: { eventType } }),
      }),
    );

  test("a price as raw delivery puts it into the queue", () => {
    const { metadata, data } = priceChangedExample;

    expect(read("PriceChanged", priceChangedExample)).toEqual({
      metadata,
      price: { ...data, occurredAt: metadata.occurredAt, withdrawn: false },
    });
  });

  test("a withdrawal leaves a tombstone without price", () => {
    const { metadata, data } = productWithdrawnExample;

    expect(read("ProductWithdrawn", productWithdrawnExample)).toEqual({
      metadata,
      price: { productId: data.productId, occurredAt: metadata.occurredAt, withdrawn: true },
    });
  });

  test.each([
    [undefined, "missing"],
    ["PriceGuessed", "PriceGuessed"],
  ])("the event type %p is unreadable", (eventType, named) => {
    expect(() => read(eventType, priceChangedExample)).toThrow(
      `Message m-1 cannot be read: its attribute eventType is ${named}, not PriceChanged or ProductWithdrawn`,
    );
  });

  test("a price that breaks the contract is unreadable", () => {
    const data = { ...priceChangedExample.data, price: 49.99 };

    expect(() => read("PriceChanged", { ...priceChangedExample, data })).toThrow("data.price");
  });
});

describe("event bus", () => {
  const { metadata, data } = checkoutBasketExample;
  const checkout = { ...metadata, occurredAtMs: Date.parse(metadata.occurredAt), data };
  const publish = async (answer: unknown, logger = new RecordingLogger()) => {
    const client = new FakeClient(answer);
    const accepted = await eventBus({ client, busName: "dev-shop", logger }).publish(checkout);
    return { accepted, sent: client.sent, logger };
  };
  const taken = { FailedEntryCount: 0, Entries: [{ EventId: "11710aed-b79e-4468-a20b-bb3c0c3b4860" }] };

  test("publishes the event that the contract describes", async () => {
    const { accepted, sent } = await publish(taken);

    expect(accepted).toBe(true);
    const entries = sent[0]?.input["Entries"] as { Detail: string }[];
    expect(entries).toEqual([
      {
        EventBusName: "dev-shop",
        Source: "shop.basket",
        DetailType: "CheckoutBasket",
        Detail: expect.any(String),
      },
    ]);
    expect(checkoutBasketEvent.parse(JSON.parse(entries[0]?.Detail ?? ""))).toEqual(checkoutBasketExample);
  });

  test.each([
    [
      "an entry that failed in an answer of 200",
      { FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure", ErrorMessage: "try again" }] },
      { error_code: "InternalFailure", error_message: "try again" },
    ],
    [
      "a call that failed",
      new Error("AccessDeniedException"),
      { error: { message: "AccessDeniedException" } },
    ],
    ["an answer without entries", {}, {}],
  ])("%s is not accepted and is logged without the buyer's data", async (_name, answer, logged) => {
    const { accepted, logger } = await publish(answer);

    expect(accepted).toBe(false);
    expect(JSON.parse(logger.text)).toMatchObject({ level: "ERROR", order_id: data.orderId, ...logged });
    expect(logger.text).not.toContain(data.email);
  });
});
