import { type CheckoutInput, findBasket } from "../../../services/basket/domain/basket";
import { checkOut, MAX_CHECKOUT_ATTEMPTS } from "../../../services/basket/domain/checkout";
import { saveBasket } from "../../../services/basket/domain/save-basket";
import { FakeIdentity } from "../support/fake-identity";
import { InMemoryBaskets, InMemoryBus, InMemoryPrices } from "../support/in-memory-baskets";

const ada: CheckoutInput = {
  userName: "ada",
  firstName: "Ada",
  lastName: "Lovelace",
  email: "ada@example.com",
  address: "12 St James's Square, London",
  paymentMethod: 1,
};
const basket = { userName: "ada", items: [{ productId: "p", productName: "Kettle", quantity: 2 }] };

async function shop({ items = basket.items } = {}) {
  const baskets = new InMemoryBaskets();
  const prices = new InMemoryPrices();
  const publisher = new InMemoryBus();
  const identity = new FakeIdentity("id");
  const occurredAt = "2025-03-14T09:26:53.589Z";
  await prices.record({ productId: "p", occurredAt, withdrawn: false, price: 4999, currency: "USD" });
  await saveBasket(baskets, identity, { ...basket, items });
  return { baskets, prices, publisher, identity };
}

test("a checkout publishes the order at the catalog's prices and empties the basket", async () => {
  const ports = await shop();

  const outcome = await checkOut(ports, ada, "c-1");

  expect(outcome).toEqual({ kind: "accepted", orderId: "id-2" });
  expect(ports.publisher.events).toEqual([
    {
      eventId: "id-3",
      correlationId: "c-1",
      occurredAtMs: ports.identity.now,
      data: {
        ...ada,
        orderId: "id-2",
        items: [{ productId: "p", productName: "Kettle", quantity: 2, unitPrice: 4999 }],
        totalPrice: 9998,
        currency: "USD",
      },
    },
  ]);
  expect(ports.baskets.open).toEqual([]);
});

test("nothing but the contract's fields travels on", async () => {
  const ports = await shop();
  const input = { ...ada, cardInfo: "4111111111111111", totalPrice: 1 };

  await checkOut(ports, input, "c-1");

  expect(JSON.stringify(ports.publisher.events)).not.toContain("4111");
  expect(ports.publisher.events[0]?.data.totalPrice).toBe(9998);
});

test("a user without basket has nothing to check out", async () => {
  expect(await checkOut(await shop(), { ...ada, userName: "bob" }, "c-1")).toEqual({ kind: "no-basket" });
});

test("an empty basket is not ordered", async () => {
  const ports = await shop({ items: [] });

  expect(await checkOut(ports, ada, "c-1")).toEqual({ kind: "empty" });
  expect(ports.publisher.events).toEqual([]);
});

test("a basket with an unknown price is kept and the items are named", async () => {
  const items = [...basket.items, { productId: "ghost", productName: "Ghost", quantity: 1 }];
  const ports = await shop({ items });

  expect(await checkOut(ports, ada, "c-1")).toEqual({ kind: "unknown-prices", positions: [1], items });
  expect(ports.publisher.events).toEqual([]);
  expect(ports.baskets.rows.get("ada")).toEqual({ basket: { userName: "ada", items }, revision: "id-1" });
});

test("a checkout that the bus refuses keeps the basket, and repeating it is the same order", async () => {
  const ports = await shop();
  ports.publisher.mood = "refuses";
  expect(await checkOut(ports, ada, "c-1")).toEqual({ kind: "unpublished" });
  expect(ports.baskets.rows.get("ada")).toMatchObject({ basket, order: { orderId: "id-2" } });
  ports.publisher.mood = "takes";

  expect(await checkOut(ports, ada, "c-2")).toEqual({ kind: "accepted", orderId: "id-2" });
  expect(ports.baskets.open).toEqual([]);
});

test("the order id is in the basket before anything is published", async () => {
  const ports = await shop();
  let fixed: string | undefined;
  ports.publisher.beforePublish = () => {
    fixed = ports.baskets.rows.get("ada")?.order?.orderId;
  };

  await checkOut(ports, ada, "c-1");

  expect(fixed).toBe(ports.publisher.events[0]?.data.orderId);
});

test("a basket that is saved while its checkout is on the way stays and becomes an order of its own", async () => {
  const ports = await shop();
  const more = { ...basket, items: [{ productId: "p", productName: "Kettle", quantity: 5 }] };
  ports.publisher.beforePublish = () => {
    ports.publisher.beforePublish = undefined;
    ports.baskets.rows.set("ada", { basket: more, revision: "another" });
  };

  const first = await checkOut(ports, ada, "c-1");
  expect(ports.baskets.rows.get("ada")?.basket).toEqual(more);
  const second = await checkOut(ports, ada, "c-2");

  expect(first).not.toEqual(second);
  expect(ports.publisher.events.map(({ data }) => data.totalPrice)).toEqual([2 * 4999, 5 * 4999]);
});

test("a repeated checkout is told the order for a day, then there is no basket", async () => {
  const ports = await shop();
  const first = await checkOut(ports, ada, "c-1");
  expect(await findBasket(ports.baskets, "ada")).toBeUndefined();

  ports.identity.now += 86_400_000 - 1;
  expect(await checkOut(ports, ada, "c-2")).toEqual(first);
  ports.identity.now += 1;
  expect(await checkOut(ports, ada, "c-3")).toEqual({ kind: "no-basket" });

  expect(ports.publisher.events).toHaveLength(1);
});

test("a basket that is saved after a checkout is a new order", async () => {
  const ports = await shop();
  const first = await checkOut(ports, ada, "c-1");

  expect(await saveBasket(ports.baskets, ports.identity, basket)).toBe("created");
  const second = await checkOut(ports, ada, "c-2");

  expect(second).toMatchObject({ kind: "accepted" });
  expect(second).not.toEqual(first);
});

test("a checkout that is repeated after a crash is the same order, whatever became of the products", async () => {
  const ports = await shop();
  const mark = ports.baskets.markOrdered.bind(ports.baskets);
  ports.baskets.markOrdered = () => Promise.reject(new Error("timeout"));
  await expect(checkOut(ports, ada, "c-1")).rejects.toThrow("timeout");
  ports.baskets.markOrdered = mark;
  await ports.prices.record({ productId: "p", occurredAt: "2025-03-15T00:00:00.000Z", withdrawn: true });

  expect(await checkOut(ports, ada, "c-2")).toEqual({ kind: "accepted", orderId: "id-2" });

  const [first, second] = ports.publisher.events;
  expect(second?.data).toEqual(first?.data);
});

test("two checkouts at once are one order", async () => {
  const ports = await shop();

  const outcomes = await Promise.all([checkOut(ports, ada, "c-1"), checkOut(ports, ada, "c-2")]);

  expect(new Set(ports.publisher.events.map(({ data }) => data.orderId)).size).toBe(1);
  const accepted = { kind: "accepted", orderId: ports.publisher.events[0]?.data.orderId };
  expect(outcomes).toEqual([accepted, accepted]);
});

test("a basket that keeps changing is not ordered half-way", async () => {
  const ports = await shop();
  let attempts = 0;
  ports.baskets.fixOrder = async () => {
    attempts += 1;
    return false;
  };

  expect(await checkOut(ports, ada, "c-1")).toEqual({ kind: "contended" });
  expect(attempts).toBe(MAX_CHECKOUT_ATTEMPTS);
  expect(ports.publisher.events).toEqual([]);
});
