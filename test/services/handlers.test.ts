import { findHandlers } from "../../modules/lambda-code/handler-entries";
import { checkoutBasketExample } from "../../services/contracts/checkout-basket";
import { priceChangedExample } from "../../services/contracts/price-events";
import { accessClaims, httpApiEvent } from "./support/http-api-event";
import { lambdaContext } from "./support/lambda-context";
import { inEnvironment } from "./support/load-handler";
import { restEvent } from "./support/rest-event";
import { busMessage, sqsEvent } from "./support/sqs-event";

const productApi = {
  PRODUCT_TABLE: "dev-product-product",
  CATEGORY_INDEX: "by-category",
  PRICE_TOPIC_ARN: "arn:aws:sns:eu-central-1:123456789012:dev-product-price-changes",
  CURRENCY: "USD",
};
const basketApi = {
  BASKET_TABLE: "dev-basket-basket",
  PRICE_TABLE: "dev-basket-price",
  EVENT_BUS_NAME: "dev-shop",
};
const priceChanges = { PRICE_TABLE: "dev-basket-price" };
const orderingApi = { ORDER_TABLE: "dev-ordering-order", USER_INDEX: "by-user" };
const orderingCheckout = { ORDER_TABLE: "dev-ordering-order" };

const handlers: readonly [string, Record<string, string>, () => Promise<{ handler: unknown }>][] = [
  ["product/api", productApi, () => import("../../services/product/handlers/api")],
  ["basket/api", basketApi, () => import("../../services/basket/handlers/api")],
  ["basket/price-changes", priceChanges, () => import("../../services/basket/handlers/price-changes")],
  ["ordering/api", orderingApi, () => import("../../services/ordering/handlers/api")],
  ["ordering/checkout", orderingCheckout, () => import("../../services/ordering/handlers/checkout")],
];

test("every handler is among these", () => {
  const names = findHandlers(process.cwd()).map((entry) =>
    entry.replace(/^services\/(.+)\/handlers\/(.+)\.ts$/, "$1/$2"),
  );

  expect(handlers.map(([name]) => name).sort()).toEqual(names.sort());
});

describe.each(handlers)("%s", (_name, environment, load) => {
  test("exports a handler and nothing else", async () => {
    const loaded = await inEnvironment(environment, load);

    expect(Object.keys(loaded).filter((name) => name !== "default" && name !== "__esModule")).toEqual([
      "handler",
    ]);
    expect(loaded.handler).toBeInstanceOf(Function);
  });

  test.each(Object.keys(environment))("does not start without %s and says so", async (name) => {
    const { [name]: _missing, ...rest } = environment;

    await expect(inEnvironment({ ...rest, [name]: "" }, load)).rejects.toThrow(name);
  });
});

describe("when AWS cannot be reached", () => {
  const silent = { statusCode: 500, headers: { "content-type": "application/problem+json" } };

  test("the product API answers 500 without a word about the inside", async () => {
    const { handler } = await inEnvironment(productApi, () => import("../../services/product/handlers/api"));

    const answer = await handler(restEvent({ method: "GET", path: "/product/p-1" }), lambdaContext);

    expect(answer).toMatchObject(silent);
    expect(answer.body).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|stack|node_modules/);
  });

  test("the basket and the ordering API answer the same", async () => {
    const basket = await inEnvironment(basketApi, () => import("../../services/basket/handlers/api"));
    const ordering = await inEnvironment(orderingApi, () => import("../../services/ordering/handlers/api"));
    const claims = accessClaims("ada");

    for (const [handler, path] of [
      [basket.handler, "/basket/ada"],
      [ordering.handler, "/order/ada"],
    ] as const) {
      const answer = await handler(httpApiEvent({ method: "GET", path, claims }), lambdaContext);
      expect(answer).toMatchObject(silent);
      expect(answer.body).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|stack|node_modules/);
    }
  });

  test("the consumers give every message back", async () => {
    const prices = await inEnvironment(
      priceChanges,
      () => import("../../services/basket/handlers/price-changes"),
    );
    const orders = await inEnvironment(
      orderingCheckout,
      () => import("../../services/ordering/handlers/checkout"),
    );
    const attributes = { eventType: "PriceChanged" };
    const price = { id: "m-1", body: JSON.stringify(priceChangedExample), attributes };
    const checkout = { id: "m-2", body: busMessage("shop.basket", "CheckoutBasket", checkoutBasketExample) };

    expect(await prices.handler(sqsEvent("dev-basket-price-changes", [price]), lambdaContext)).toEqual({
      batchItemFailures: [{ itemIdentifier: "m-1" }],
    });
    expect(await orders.handler(sqsEvent("dev-ordering-checkout", [checkout]), lambdaContext)).toEqual({
      batchItemFailures: [{ itemIdentifier: "m-2" }],
    });
  });
});

test("the product API lets pages of its origins read its answers", async () => {
  const environment = { ...productApi, CORS_ORIGINS: "https://a.example.com,https://b.example.com" };
  const { handler } = await inEnvironment(environment, () => import("../../services/product/handlers/api"));
  const headers = { origin: "https://b.example.com" };

  const answer = await handler(restEvent({ method: "GET", path: "/nothing", headers }), lambdaContext);

  expect(answer).toMatchObject({
    statusCode: 404,
    headers: { "access-control-allow-origin": "https://b.example.com" },
  });
});
