import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { PutCommand } from "@aws-sdk/lib-dynamodb";
import { basketTable } from "../../services/basket/adapters/basket-table";
import { eventBus } from "../../services/basket/adapters/event-bus";
import { priceTable } from "../../services/basket/adapters/price-table";
import { basketRoutes } from "../../services/basket/adapters/routes";
import { checkoutBasketExample } from "../../services/contracts/checkout-basket";
import { serveHttpApi, serveRest } from "../../services/http/serve";
import { readCheckoutMessage } from "../../services/ordering/adapters/checkout-message";
import { orderReader, orderRecorder } from "../../services/ordering/adapters/order-table";
import { orderRoutes } from "../../services/ordering/adapters/routes";
import { placeOrder } from "../../services/ordering/domain/order";
import { productTable } from "../../services/product/adapters/product-table";
import { productRoutes } from "../../services/product/adapters/routes";
import { consumeQueue } from "../../services/queue/consume";
import { FakeClient } from "./support/fake-client";
import { FakeIdentity } from "./support/fake-identity";
import { accessClaims, httpApiEvent } from "./support/http-api-event";
import { InMemoryBaskets, InMemoryBus, InMemoryPrices } from "./support/in-memory-baskets";
import { InMemoryOrders } from "./support/in-memory-orders";
import { InMemoryProducts, InMemoryTopic } from "./support/in-memory-products";
import { lambdaContext } from "./support/lambda-context";
import { RecordingLogger } from "./support/recording-logger";
import { restClaims, restEvent } from "./support/rest-event";
import { busMessage, sqsEvent } from "./support/sqs-event";

const CARD = "4111111111111111";
const claims = accessClaims("ada");
const line = { productId: "p", productName: "Kettle", quantity: 3, color: "red", price: 1 };
const checkout = {
  userName: "ada",
  firstName: "Ada",
  lastName: "Lovelace",
  email: "ada@example.com",
  address: "12 St James's Square, London",
  paymentMethod: 1,
  cardInfo: CARD,
  totalPrice: 1,
};

async function basketShop() {
  const baskets = new InMemoryBaskets();
  const prices = new InMemoryPrices();
  const bus = new InMemoryBus();
  const logger = new RecordingLogger();
  const occurredAt = "2025-03-14T09:26:53.589Z";
  await prices.record({ productId: "p", occurredAt, withdrawn: false, price: 4999, currency: "USD" });
  const routes = basketRoutes({ baskets, prices, publisher: bus, identity: new FakeIdentity("id") });
  const serve = serveHttpApi({ routes, logger });
  const post = (path: string, body: unknown) =>
    serve(httpApiEvent({ method: "POST", path, body, claims }), lambdaContext);
  await post("/basket", { userName: "ada", items: [line] });
  return { post, baskets, bus, logger };
}

function checkoutMessages(orderIds: readonly string[]) {
  const { metadata, data } = checkoutBasketExample;
  return sqsEvent(
    "dev-ordering-checkout",
    orderIds.map((orderId, at) => ({
      id: `m-${at}`,
      body: busMessage("shop.basket", "CheckoutBasket", { metadata, data: { ...data, orderId } }),
    })),
  );
}

/** Takes puts as DynamoDB does: without the condition on the key each of them is a write. */
class OrderTable {
  readonly written: string[] = [];

  readonly send = async (command: object): Promise<never> => {
    const { Item, ConditionExpression } = (command as PutCommand).input;
    const orderId = String(Item?.["orderId"]);
    if (ConditionExpression === "attribute_not_exists(orderId)" && this.written.includes(orderId)) {
      throw new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} });
    }
    this.written.push(orderId);
    return {} as never;
  };
}

function orderingConsumer(orders: InMemoryOrders, logger = new RecordingLogger()) {
  return consumeQueue({
    read: readCheckoutMessage,
    handle: (event) => placeOrder(orders, event),
    logger,
  });
}

// Each test is named after the flaw that it fails for.
describe("absent although well known:", () => {
  test("a batch loop that does not wait loses the messages that it did not finish", async () => {
    const orders = new InMemoryOrders();
    const insert = orders.insert.bind(orders);
    orders.insert = async (order) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (order.orderId === "o-2") throw new Error("throttled");
      return insert(order);
    };

    const answer = await orderingConsumer(orders)(checkoutMessages(["o-1", "o-2", "o-3"]), lambdaContext);

    expect([...orders.rows.keys()]).toEqual(["o-1", "o-3"]);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m-1" }] });
  });

  test("a redelivered checkout makes a second order", async () => {
    const table = new OrderTable();
    const orders = orderRecorder({ client: table, tableName: "orders" });
    const consume = consumeQueue({
      read: readCheckoutMessage,
      handle: (event) => placeOrder(orders, event),
      logger: new RecordingLogger(),
    });

    const first = await consume(checkoutMessages(["o-1", "o-1"]), lambdaContext);
    const second = await consume(checkoutMessages(["o-1", "o-1", "o-1"]), lambdaContext);

    expect(table.written).toEqual(["o-1"]);
    expect([first, second]).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
  });

  test("a total ignores the quantity or believes the client", async () => {
    const { post, bus } = await basketShop();

    await post("/basket/checkout", checkout);

    expect(bus.events.map(({ data }) => data.totalPrice)).toEqual([3 * 4999]);
    expect(bus.events[0]?.data.items[0]?.unitPrice).toBe(4999);
  });

  test("a basket is deleted although the entry of PutEvents failed", async () => {
    const row = { userName: "ada", items: [{ ...line, price: undefined }], revision: "r-1" };
    const price = { productId: "p", occurredAt: "2025-03-14T09:26:53.589Z", price: 4999, currency: "USD" };
    const table = new FakeClient({ Item: row }, { Responses: { prices: [{ ...price, withdrawn: false }] } });
    const refusal = {
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: "ThrottlingException", ErrorMessage: "slow" }],
    };
    const logger = new RecordingLogger();
    const routes = basketRoutes({
      baskets: basketTable({ client: table, tableName: "baskets", logger }),
      prices: priceTable({ client: table, tableName: "prices" }),
      publisher: eventBus({ client: new FakeClient(refusal), busName: "dev-shop", logger }),
      identity: new FakeIdentity("id"),
    });
    const serve = serveHttpApi({ routes, logger });

    const answer = await serve(
      httpApiEvent({ method: "POST", path: "/basket/checkout", body: checkout, claims }),
      lambdaContext,
    );

    expect(answer.statusCode).toBe(503);
    expect(table.sent.map(({ name }) => name)).toEqual(["GetCommand", "BatchGetCommand", "UpdateCommand"]);
  });

  describe("a client's error is a 500 or shows a stack trace", () => {
    const routes = productRoutes({
      products: new InMemoryProducts(),
      announcer: new InMemoryTopic(),
      identity: new FakeIdentity("id"),
      defaultCurrency: "USD",
    });
    const product = { name: "n", description: "", imageFile: "", category: "c", price: 1 };
    const query = (parameters: Record<string, string>) => ({
      method: "GET",
      path: "/product",
      query: parameters,
    });

    test.each([
      ["no body", { method: "POST", path: "/product" }],
      ["malformed JSON", { method: "POST", path: "/product", body: '{"name":' }],
      ["a body of another type", { method: "POST", path: "/product", body: '"text"' }],
      ["a prototype as body", { method: "POST", path: "/product", body: '{"__proto__":{"name":"n"}}' }],
      ["a wrong field", { method: "PUT", path: "/product/p", body: { ...product, price: "1" } }],
      [
        "a category that no index key can be",
        { method: "POST", path: "/product", body: { ...product, category: "" } },
      ],
      ["broken text", { method: "POST", path: "/product", body: '{"name":"\\ud800"}' }],
      ["an unknown id", { method: "GET", path: "/product/nope" }],
      ["an id that no key can be", { method: "GET", path: `/product/${"x".repeat(3_000)}` }],
      ["an escape in a parameter", { method: "GET", path: "/product/%25E0%25A4%25A" }],
      ["an unknown path", { method: "GET", path: "/products" }],
      ["an unknown method", { method: "PATCH", path: "/product" }],
      ["a forged page token", query({ nextToken: "e30" })],
      ["a limit of text", query({ limit: "all" })],
      ["an empty category", query({ category: "" })],
    ])("%s", async (_name, call) => {
      const serve = serveRest({ routes, logger: new RecordingLogger() });

      const answer = await serve(restEvent({ ...call, claims: restClaims("boss", "admin") }), lambdaContext);

      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.headers).toMatchObject({ "content-type": "application/problem+json" });
      expect(answer.body).not.toMatch(/\bat .*:\d+:\d+|node_modules|stack/);
    });
  });

  describe("a table is scanned although a key or an index serves", () => {
    const scans = (client: FakeClient) => client.sent.filter(({ name }) => name === "ScanCommand");

    test("products by id and by category", async () => {
      const client = new FakeClient();
      const routes = productRoutes({
        products: productTable({
          client,
          tableName: "products",
          categoryIndex: "by-category",
          logger: new RecordingLogger(),
        }),
        announcer: new InMemoryTopic(),
        identity: new FakeIdentity("id"),
        defaultCurrency: "USD",
      });
      const serve = serveRest({ routes, logger: new RecordingLogger() });

      await serve(restEvent({ method: "GET", path: "/product/p" }), lambdaContext);
      await serve(restEvent({ method: "GET", path: "/product", query: { category: "c" } }), lambdaContext);

      expect(client.sent.map(({ name }) => name)).toEqual(["GetCommand", "QueryCommand"]);
    });

    test("orders of a user, by date too", async () => {
      const client = new FakeClient();
      const orders = orderReader({ client, tableName: "orders", userIndex: "by-user" });
      const serve = serveHttpApi({ routes: orderRoutes(orders), logger: new RecordingLogger() });
      const call = { method: "GET", path: "/order/ada", claims };

      await serve(httpApiEvent(call), lambdaContext);
      await serve(httpApiEvent({ ...call, query: { orderDate: "2025-03-14" } }), lambdaContext);

      expect(scans(client)).toEqual([]);
      expect(client.sent.map(({ input }) => input["IndexName"])).toEqual(["by-user", "by-user"]);
      expect(client.sent.map(({ input }) => input["FilterExpression"])).toEqual([undefined, undefined]);
    });

    test("a basket and its prices", async () => {
      const client = new FakeClient();

      await basketTable({ client, tableName: "baskets", logger: new RecordingLogger() }).load("ada");
      await priceTable({ client: new FakeClient({ Responses: {} }), tableName: "prices" }).find(["p"]);

      expect(scans(client)).toEqual([]);
      expect(client.sent.map(({ name }) => name)).toEqual(["GetCommand"]);
    });
  });

  describe("card data shows up in events, tables or logs", () => {
    test("on the way of a checkout, accepted or refused", async () => {
      const { post, baskets, bus, logger } = await basketShop();

      bus.mood = "refuses";
      const refused = await post("/basket/checkout", checkout);
      const kept = JSON.stringify([...baskets.rows.values()]);
      bus.mood = "takes";
      const accepted = await post("/basket/checkout", checkout);

      expect([refused.statusCode, accepted.statusCode]).toEqual([503, 202]);
      for (const text of [kept, JSON.stringify(bus.events), logger.text, refused.body, accepted.body]) {
        expect(text).not.toContain(CARD);
      }
      expect(logger.lines).toHaveLength(3);
    });

    test("when a client puts it where it does not belong", async () => {
      const { post, logger } = await basketShop();

      const answers = [
        await post("/basket/checkout", { ...checkout, paymentMethod: CARD }),
        await post("/basket/checkout", `{"cardInfo":"${CARD}`),
        await post("/basket", { userName: "ada", items: [line], cardInfo: CARD }),
      ];

      expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 200]);
      expect(JSON.stringify(answers)).not.toContain(CARD);
      expect(logger.text).not.toContain(CARD);
    });

    test("when a publisher lets it through to the order", async () => {
      const { metadata, data } = checkoutBasketExample;
      const orders = new InMemoryOrders();
      const logger = new RecordingLogger();
      const detail = { metadata, data: { ...data, cardInfo: CARD } };
      const message = { id: "m-1", body: busMessage("shop.basket", "CheckoutBasket", detail) };
      const poison = { id: "m-2", body: `{"cardInfo":"${CARD}` };

      await orderingConsumer(orders, logger)(
        sqsEvent("dev-ordering-checkout", [message, poison]),
        lambdaContext,
      );

      expect(orders.rows.size).toBe(1);
      expect(JSON.stringify([...orders.rows.values()])).not.toContain(CARD);
      expect(logger.lines).toHaveLength(2);
      expect(logger.text).not.toContain(CARD);
    });
  });
});
