import fc from "fast-check";
import { type BasketItem, basketInput } from "../../../services/basket/domain/basket";
import type { KnownPrice } from "../../../services/basket/domain/price";
import { priceBasket, pricedItems, totalOf } from "../../../services/basket/domain/price-basket";
import { checkoutItem, MAX_CHECKOUT_ITEMS } from "../../../services/contracts/checkout-basket";

const occurredAt = "2025-03-14T09:26:53.589Z";

function item(productId: string, quantity = 1): BasketItem {
  return { productId, productName: `Product ${productId}`, quantity };
}

function price(productId: string, amount: number, currency = "USD"): KnownPrice {
  return { productId, occurredAt, withdrawn: false, price: amount, currency };
}

const lines = fc.array(
  fc.record({
    quantity: fc.integer({ min: 1, max: 1_000 }),
    unitPrice: fc.integer({ min: 0, max: 10_000_000_000 }),
  }),
  { maxLength: MAX_CHECKOUT_ITEMS },
);

describe("totalOf", () => {
  test("is the exact sum of quantity times price for all that the contract allows", () => {
    fc.assert(
      fc.property(lines, (items) => {
        const exact = items.reduce((sum, line) => sum + BigInt(line.quantity) * BigInt(line.unitPrice), 0n);

        expect(BigInt(totalOf(items))).toBe(exact);
      }),
    );
  });

  test("the bounds of this property are the contract's", () => {
    const line = { productId: "p", productName: "P", quantity: 1_000, unitPrice: 10_000_000_000 };

    expect(checkoutItem.safeParse(line).success).toBe(true);
    expect(checkoutItem.safeParse({ ...line, quantity: 1_001 }).success).toBe(false);
    expect(checkoutItem.safeParse({ ...line, unitPrice: 10_000_000_001 }).success).toBe(false);
  });

  test("a sum that is not exact is an error, not a wrong bill", () => {
    const items = [{ quantity: 2, unitPrice: Number.MAX_SAFE_INTEGER }];

    expect(() => totalOf(items)).toThrow("The total 18014398509481982 is not an exact integer.");
  });
});

describe("priceBasket", () => {
  test("multiplies by quantity", () => {
    expect(priceBasket([item("a", 3), item("b", 2)], [price("b", 50), price("a", 100)])).toEqual({
      kind: "priced",
      unitPrices: [100, 50],
      currency: "USD",
    });
  });

  test("counts the same product in two colours twice", () => {
    const items = [
      { ...item("a"), color: "red" },
      { ...item("a"), color: "blue" },
    ];

    expect(priceBasket(items, [price("a", 100)])).toMatchObject({ unitPrices: [100, 100] });
  });

  test("no price of the client has any influence", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (claimed, claimedUnitPrice) => {
        const { items } = basketInput.parse({
          userName: "ada",
          items: [{ ...item("a", 2), price: claimed, unitPrice: claimedUnitPrice }],
        });

        expect(items).toEqual([item("a", 2)]);
        expect(priceBasket(items, [price("a", 100)])).toMatchObject({ unitPrices: [100] });
      }),
    );
  });

  test("names all items without a known price", () => {
    const gone: KnownPrice = { productId: "b", occurredAt, withdrawn: true };

    expect(priceBasket([item("a"), item("b"), item("c")], [price("a", 1), gone])).toEqual({
      kind: "unknown-prices",
      positions: [1, 2],
    });
  });

  test("does not add up different currencies", () => {
    const known = [price("a", 1), price("b", 1, "EUR"), price("c", 1, "CHF")];

    expect(priceBasket([item("a"), item("b"), item("c")], known)).toEqual({
      kind: "mixed-currencies",
      currency: "USD",
      positions: [1, 2],
    });
  });

  test("a basket in one foreign currency is fine", () => {
    const known = [price("a", 1, "EUR"), price("b", 2, "EUR")];

    expect(priceBasket([item("a"), item("b")], known)).toMatchObject({ unitPrices: [1, 2], currency: "EUR" });
  });
});

describe("basketInput", () => {
  test.each([
    ["no user name", { userName: "", items: [] }, "userName"],
    ["no items", { userName: "ada" }, "items"],
    ["101 items", { userName: "ada", items: Array.from({ length: 101 }, () => item("a")) }, "items"],
    ["a quantity of none", { userName: "ada", items: [item("a", 0)] }, "items.0.quantity"],
    ["half a piece", { userName: "ada", items: [item("a", 0.5)] }, "items.0.quantity"],
    ["too many pieces", { userName: "ada", items: [item("a", 1_001)] }, "items.0.quantity"],
    ["an item without product", { userName: "ada", items: [item("")] }, "items.0.productId"],
  ])("refuses a basket with %s", (_name, basket, field) => {
    const { error } = basketInput.safeParse(basket);

    expect(error?.issues.map(({ path }) => path.join("."))).toEqual([field]);
  });

  test("takes an empty basket and one of 100 items", () => {
    const items = Array.from({ length: 100 }, () => item("a"));

    expect(basketInput.safeParse({ userName: "ada", items: [] }).success).toBe(true);
    expect(basketInput.safeParse({ userName: "ada", items }).success).toBe(true);
  });
});

describe("pricedItems", () => {
  test("are the items with their prices", () => {
    expect(pricedItems([item("a", 3), item("b")], [100, 50])).toEqual([
      { ...item("a", 3), unitPrice: 100 },
      { ...item("b"), unitPrice: 50 },
    ]);
  });

  test("no item goes without a price", () => {
    expect(() => pricedItems([item("a"), item("b")], [100])).toThrow(
      "There is no price for item 1 of the basket.",
    );
  });
});
