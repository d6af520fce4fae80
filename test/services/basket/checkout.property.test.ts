import fc from "fast-check";
import { checkOut } from "../../../services/basket/domain/checkout";
import { saveBasket } from "../../../services/basket/domain/save-basket";
import { placeOrder } from "../../../services/ordering/domain/order";
import { FakeIdentity } from "../support/fake-identity";
import { type BusMood, InMemoryBaskets, InMemoryBus, InMemoryPrices } from "../support/in-memory-baskets";
import { InMemoryOrders } from "../support/in-memory-orders";

type Step =
  /** The user saves a basket; the quantity tells the baskets apart. */
  | { readonly action: "save" }
  | { readonly action: "checkout"; readonly mood: BusMood; readonly crashBeforeMark: boolean };

const history: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ action: fc.constant("save" as const) }),
    fc.record({
      action: fc.constant("checkout" as const),
      mood: fc.constantFrom<BusMood>("takes", "refuses", "lost-answer"),
      crashBeforeMark: fc.boolean(),
    }),
  ),
  { maxLength: 15 },
);

test("every basket that was checked out is one order, whatever fails and however often events arrive", async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 3 }), async (steps, deliveries) => {
      const baskets = new InMemoryBaskets();
      const prices = new InMemoryPrices();
      const publisher = new InMemoryBus();
      const identity = new FakeIdentity("id");
      const ports = { baskets, prices, publisher, identity };
      const occurredAt = "2025-03-14T09:26:53.589Z";
      await prices.record({ productId: "p", occurredAt, withdrawn: false, price: 10, currency: "USD" });
      const mark = baskets.markOrdered.bind(baskets);
      const buyer = {
        firstName: "A",
        lastName: "L",
        email: "ada@example.com",
        address: "x",
        paymentMethod: 1,
      };

      let saved = 0;
      const accepted = new Set<number>();
      const checkOutNow = async (mood: BusMood, crashBeforeMark: boolean) => {
        const quantity = baskets.open[0]?.basket.items[0]?.quantity;
        publisher.mood = mood;
        baskets.markOrdered = crashBeforeMark ? () => Promise.reject(new Error("timeout")) : mark;
        const outcome = await checkOut(ports, { userName: "ada", ...buyer }, "c").catch(() => undefined);
        if (outcome?.kind === "accepted" && quantity !== undefined) accepted.add(quantity);
      };
      for (const step of steps) {
        if (step.action === "checkout") await checkOutNow(step.mood, step.crashBeforeMark);
        else {
          const items = [{ productId: "p", productName: "P", quantity: ++saved }];
          await saveBasket(baskets, identity, { userName: "ada", items });
        }
      }
      await checkOutNow("takes", false);

      const orders = new InMemoryOrders();
      for (let delivery = 0; delivery < deliveries; delivery++) {
        for (const { eventId, correlationId, data } of publisher.events) {
          await placeOrder(orders, { metadata: { eventId, correlationId, occurredAt, version: 1 }, data });
        }
      }

      const ordered = [...orders.rows.values()].map(({ items }) => items[0]?.quantity);
      expect(ordered).toHaveLength(new Set(ordered).size);
      expect(ordered).toEqual(expect.arrayContaining([...accepted]));
      if (saved > 0) expect(ordered).toContain(saved);
      expect(baskets.open).toEqual([]);
      for (const { items, totalPrice } of orders.rows.values()) {
        expect(totalPrice).toBe(10 * (items[0]?.quantity ?? 0));
      }
    }),
  );
});
