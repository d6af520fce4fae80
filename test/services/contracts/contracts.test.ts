import {
  checkoutBasketEvent,
  checkoutBasketExample,
  checkoutItem,
  MAX_CHECKOUT_ITEMS,
  paymentMethod,
} from "../../../services/contracts/checkout-basket";
import {
  CHECKOUT_BASKET,
  PRICE_CHANGED,
  PRICE_EVENT_TYPE_ATTRIBUTE,
  PRICE_EVENT_TYPES,
  PRODUCT_WITHDRAWN,
} from "../../../services/contracts/event-names";
import { eventMetadata } from "../../../services/contracts/metadata";
import { currency, minorUnits } from "../../../services/contracts/money";
import {
  priceChangedEvent,
  priceChangedExample,
  productWithdrawnEvent,
  productWithdrawnExample,
} from "../../../services/contracts/price-events";

describe("event names", () => {
  test("are the ones that deployed rules and subscriptions filter by", () => {
    expect(CHECKOUT_BASKET).toEqual({ source: "shop.basket", detailType: "CheckoutBasket" });
    expect(PRICE_EVENT_TYPE_ATTRIBUTE).toBe("eventType");
    expect([PRICE_CHANGED, PRODUCT_WITHDRAWN]).toEqual(["PriceChanged", "ProductWithdrawn"]);
    expect(PRICE_EVENT_TYPES).toEqual([PRICE_CHANGED, PRODUCT_WITHDRAWN]);
  });
});

describe("examples", () => {
  test.each([
    ["CheckoutBasket", checkoutBasketEvent, checkoutBasketExample],
    ["PriceChanged", priceChangedEvent, priceChangedExample],
    ["ProductWithdrawn", productWithdrawnEvent, productWithdrawnExample],
  ])("the example of %s passes its schema unchanged", (_name, schema, example) => {
    expect(schema.parse(example)).toEqual(example);
  });

  test("the example of CheckoutBasket adds up", () => {
    const { items, totalPrice } = checkoutBasketExample.data;

    const total = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);

    expect(totalPrice).toBe(total);
  });
});

describe("metadata", () => {
  const valid = checkoutBasketExample.metadata;

  test.each([
    ["a time without milliseconds", { occurredAt: "2025-03-14T09:26:53Z" }],
    ["a time with an offset", { occurredAt: "2025-03-14T09:26:53.589+01:00" }],
    ["a day that does not exist", { occurredAt: "2025-02-30T09:26:53.589Z" }],
    ["another version", { version: 2 }],
    ["an empty correlation id", { correlationId: "" }],
  ])("rejects %s", (_name, change) => {
    expect(eventMetadata.safeParse({ ...valid, ...change }).success).toBe(false);
  });
});

describe("money", () => {
  test.each([
    [0, true],
    [4999, true],
    [10_000_000_000, true],
    [10_000_000_001, false],
    [-1, false],
    [49.99, false],
    ["4999", false],
    [Number.NaN, false],
    [Number.MAX_SAFE_INTEGER + 1, false],
  ])("a price of %p is valid: %p", (price, valid) => {
    expect(minorUnits.safeParse(price).success).toBe(valid);
  });

  test("a wrong price is told in minor units", () => {
    const { error } = minorUnits.safeParse(49.99);

    expect(error?.issues[0]?.message).toBe(
      "must be a whole number of minor units from 0 to 10000000000, for example 4999 for 49.99",
    );
  });

  test.each([
    ["USD", true],
    ["usd", false],
    ["US", false],
    ["DOLLAR", false],
  ])("the currency %s is valid: %p", (code, valid) => {
    expect(currency.safeParse(code).success).toBe(valid);
  });
});

describe("checkout", () => {
  const [item] = checkoutBasketExample.data.items;

  test.each([
    [1, true],
    [1_000, true],
    [0, false],
    [1_001, false],
    [1.5, false],
    [-1, false],
  ])("a quantity of %p is valid: %p", (quantity, valid) => {
    expect(checkoutItem.safeParse({ ...item, quantity }).success).toBe(valid);
  });

  test("the largest basket adds up to an exact number and fits into one event on the bus", () => {
    const largest = {
      productId: "\u0001".repeat(64),
      productName: "\u0001".repeat(200),
      color: "\u0001".repeat(50),
      quantity: 1_000,
      unitPrice: 10_000_000_000,
    };
    const items = Array.from({ length: MAX_CHECKOUT_ITEMS }, () => largest);
    const totalPrice = MAX_CHECKOUT_ITEMS * largest.quantity * largest.unitPrice;
    const event = { ...checkoutBasketExample, data: { ...checkoutBasketExample.data, items, totalPrice } };

    expect(Number.isSafeInteger(totalPrice)).toBe(true);
    expect(checkoutBasketEvent.safeParse(event).success).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(256 * 1024);
  });

  test.each([
    [1, true],
    ["card", true],
    ["Credit Card", true],
    [100, false],
    ["4111111111111111", false],
    ["card 4111", false],
    ["", false],
  ])("the payment method %p is valid: %p", (method, valid) => {
    expect(paymentMethod.safeParse(method).success).toBe(valid);
  });

  test("card data is no part of the event and is dropped by whoever reads it", () => {
    const data = { ...checkoutBasketExample.data, cardInfo: "4111111111111111" };

    const read = checkoutBasketEvent.parse({ ...checkoutBasketExample, data });

    expect(JSON.stringify(read)).not.toContain("4111");
  });
});
