import fc from "fast-check";
import { type KnownPrice, recordPrice } from "../../../services/basket/domain/price";
import { InMemoryPrices } from "../support/in-memory-baskets";

/** Announcements of one product: the higher the number, the later it happened. */
function announcement(at: number, withdrawn: boolean): KnownPrice {
  const occurredAt = new Date(at).toISOString();
  return withdrawn
    ? { productId: "p", occurredAt, withdrawn }
    : { productId: "p", occurredAt, withdrawn, price: at, currency: "USD" };
}

const history = fc
  .uniqueArray(fc.record({ at: fc.nat({ max: 100_000 }), withdrawn: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
    selector: ({ at }) => at,
  })
  .chain((events) =>
    fc.record({
      events: fc.constant(events),
      deliveries: fc
        .array(fc.constantFrom(...events), { maxLength: 10 })
        .chain((again) =>
          fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length }),
        ),
    }),
  );

test("in whatever order and however often announcements arrive, the latest is what is known", async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ events, deliveries }) => {
      const prices = new InMemoryPrices();

      for (const { at, withdrawn } of deliveries) await recordPrice(prices, announcement(at, withdrawn));

      const newest = events.reduce((a, b) => (b.at > a.at ? b : a));
      expect(await prices.find(["p"])).toEqual([announcement(newest.at, newest.withdrawn)]);
    }),
  );
});

test("an older price does not bring a withdrawn product back", async () => {
  const prices = new InMemoryPrices();

  expect(await recordPrice(prices, announcement(2, true))).toBe("recorded");
  expect(await recordPrice(prices, announcement(1, false))).toBe("outdated");

  expect(await prices.find(["p"])).toEqual([announcement(2, true)]);
});
