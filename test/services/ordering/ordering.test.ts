import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { checkoutBasketExample } from "../../../services/contracts/checkout-basket";
import { CHECKOUT_BASKET } from "../../../services/contracts/event-names";
import { readCheckoutMessage } from "../../../services/ordering/adapters/checkout-message";
import { orderReader, orderRecorder } from "../../../services/ordering/adapters/order-table";
import { placeOrder } from "../../../services/ordering/domain/order";
import { orderDatePrefix } from "../../../services/ordering/domain/order-date";
import { FakeClient } from "../support/fake-client";
import { InMemoryOrders } from "../support/in-memory-orders";
import { busMessage, sqsRecord } from "../support/sqs-event";

const { metadata, data } = checkoutBasketExample;
const order = { ...data, orderDate: metadata.occurredAt };

describe("placeOrder", () => {
  test("makes the order of a checkout, dated as the checkout", async () => {
    const orders = new InMemoryOrders();

    expect(await placeOrder(orders, checkoutBasketExample)).toBe("placed");
    expect([...orders.rows.values()]).toEqual([order]);
  });

  test("keeps the first order when the checkout was published again", async () => {
    const orders = new InMemoryOrders();
    const again = { metadata: { ...metadata, eventId: "e-2" }, data: { ...data, totalPrice: 1 } };

    await placeOrder(orders, checkoutBasketExample);

    expect(await placeOrder(orders, again)).toBe("duplicate");
    expect([...orders.rows.values()]).toEqual([order]);
  });
});

describe("orderDatePrefix", () => {
  test.each([
    [undefined, ""],
    ["2025-03-14", "2025-03-14"],
    ["2025-03-14T09:26:53Z", "2025-03-14T09:26:53"],
    ["2025-03-14T09:26:53.5Z", "2025-03-14T09:26:53.5"],
    ["2025-03-14T09:26:53.589Z", "2025-03-14T09:26:53.589Z"],
  ])("%p selects orders from %p", (value, prefix) => {
    expect(orderDatePrefix.parse(value)).toBe(prefix);
    expect(metadata.occurredAt.startsWith(prefix)).toBe(true);
  });

  test.each([
    "",
    "today",
    "2025",
    "2025-02-30",
    "14.03.2025",
    "2025-03-14T09:26:53",
    "2025-03-14T09:26:53.5891Z",
  ])("%p is refused", (value) => {
    const { error } = orderDatePrefix.safeParse(value);

    expect(error?.issues.map(({ message }) => message)).toEqual([
      "must be a day such as 2025-03-14 or a UTC time such as 2025-03-14T09:26:53.589Z",
    ]);
  });
});

describe("checkout message", () => {
  const read = (source: string, detailType: string, detail: unknown) =>
    readCheckoutMessage(
      sqsRecord("dev-ordering-checkout", { id: "m-1", body: busMessage(source, detailType, detail) }),
    );
  const { source, detailType } = CHECKOUT_BASKET;

  test("a checkout as the bus puts it into the queue", () => {
    expect(read(source, detailType, checkoutBasketExample)).toEqual(checkoutBasketExample);
  });

  test.each([
    ["another source", "shop.product", detailType, checkoutBasketExample, "source"],
    ["another type", source, "OrderPlaced", checkoutBasketExample, "detail-type"],
    ["no detail", source, detailType, undefined, "detail"],
    ["no items", source, detailType, { metadata, data: { ...data, items: [] } }, "detail.data.items"],
    [
      "a negative total",
      source,
      detailType,
      { metadata, data: { ...data, totalPrice: -1 } },
      "detail.data.totalPrice",
    ],
  ])("one with %s is unreadable", (_name, from, type, detail, field) => {
    expect(() => read(from, type, detail)).toThrow(`Message m-1 cannot be read: wrong fields: ${field} `);
  });

  test("card data that a publisher let through is not read", () => {
    const event = read(source, detailType, { metadata, data: { ...data, cardInfo: "4111111111111111" } });

    expect(JSON.stringify(event)).not.toContain("4111");
  });
});

describe("order table", () => {
  const conditionFailed = () =>
    new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} });
  const readerOver = (...answers: unknown[]) => {
    const client = new FakeClient(...answers);
    return { client, orders: orderReader({ client, tableName: "orders", userIndex: "by-user" }) };
  };

  test("an order is stored once per id", async () => {
    const client = new FakeClient({}, conditionFailed(), new Error("throttled"));
    const orders = orderRecorder({ client, tableName: "orders" });

    expect(await orders.insert(order)).toBe(true);
    expect(await orders.insert(order)).toBe(false);
    await expect(orders.insert(order)).rejects.toThrow("throttled");
    expect(client.sent[0]).toEqual({
      name: "PutCommand",
      input: { TableName: "orders", Item: order, ConditionExpression: "attribute_not_exists(orderId)" },
    });
  });

  test("orders of a user are queried by the index, never scanned", async () => {
    const lastKey = { userName: "ada", orderDate: order.orderDate, orderId: order.orderId };
    const { client, orders } = readerOver({ Items: [order], LastEvaluatedKey: lastKey });

    expect(await orders.listOfUser("ada", "", { limit: 1 })).toEqual({
      items: [order],
      next: { orderDate: order.orderDate, orderId: order.orderId },
    });
    expect(client.sent).toEqual([
      {
        name: "QueryCommand",
        input: {
          TableName: "orders",
          IndexName: "by-user",
          KeyConditionExpression: "userName = :userName",
          ExpressionAttributeValues: { ":userName": "ada" },
          ScanIndexForward: false,
          Limit: 1,
        },
      },
    ]);
  });

  test("a date is part of the key condition, and a page starts with the user of the request", async () => {
    const { client, orders } = readerOver({ Items: [] });

    const after = { orderDate: order.orderDate, orderId: order.orderId };
    expect(await orders.listOfUser("ada", "2025-03-14", { limit: 9, after })).toEqual({ items: [] });

    expect(client.sent[0]?.input).toMatchObject({
      KeyConditionExpression: "userName = :userName AND begins_with(orderDate, :date)",
      ExpressionAttributeValues: { ":userName": "ada", ":date": "2025-03-14" },
      ExclusiveStartKey: { userName: "ada", ...after },
    });
    expect(client.sent[0]?.input).not.toHaveProperty("FilterExpression");
  });

  test("the list of all reads one bounded page", async () => {
    const { client, orders } = readerOver({ Items: [order], LastEvaluatedKey: { orderId: order.orderId } });

    expect(await orders.list({ limit: 3, after: { orderId: "o-0" } })).toEqual({
      items: [order],
      next: { orderId: order.orderId },
    });
    expect(client.sent).toEqual([
      {
        name: "ScanCommand",
        input: { TableName: "orders", Limit: 3, ExclusiveStartKey: { orderId: "o-0" } },
      },
    ]);
  });
});
