import fc from "fast-check";
import { changeProduct } from "../../../services/product/domain/change-product";
import { createProduct } from "../../../services/product/domain/create-product";
import type { PriceEvent } from "../../../services/product/domain/price-event";
import type { ProductInput } from "../../../services/product/domain/product";
import { withdrawProduct } from "../../../services/product/domain/withdraw-product";
import { FakeIdentity } from "../support/fake-identity";
import { InMemoryProducts, InMemoryTopic } from "../support/in-memory-products";

interface Step {
  readonly action: "change" | "withdraw";
  readonly price: number;
  readonly topicRefuses: boolean;
  /** The clock of another execution environment can be behind. */
  readonly clockMs: number;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    action: fc.constantFrom("change" as const, "change" as const, "change" as const, "withdraw" as const),
    price: fc.integer({ min: 0, max: 3 }),
    topicRefuses: fc.boolean(),
    clockMs: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 12 },
);

/** What a consumer knows in the end: events arrive in any order, twice, and the latest by time counts. */
function latest(events: readonly PriceEvent[]): number | "withdrawn" | undefined {
  const newest = [...events].sort((a, b) => b.occurredAtMs - a.occurredAtMs)[0];
  if (!newest) return undefined;
  return newest.type === "PriceChanged" ? newest.price : "withdrawn";
}

test("whatever the topic refuses, once the last request is repeated the topic tells what the table holds", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const products = new InMemoryProducts();
      const announcer = new InMemoryTopic();
      const identity = new FakeIdentity("id", 0);
      const ports = { products, announcer, identity, defaultCurrency: "USD" };
      const input = (price: number): ProductInput => ({
        name: "n",
        description: "",
        imageFile: "",
        category: "c",
        price,
      });
      const creation = { input: input(0), correlationId: "c", userName: "boss", idempotencyKey: "k" };
      const { product } = (await createProduct(ports, creation)) as { product: { id: string } };

      const run = ({ action, price }: Step) =>
        action === "change"
          ? changeProduct(ports, product.id, input(price), "c")
          : withdrawProduct(ports, product.id, "c");
      for (const step of history) {
        announcer.refusing = step.topicRefuses;
        identity.now = step.clockMs;
        await run(step);
      }
      announcer.refusing = false;
      const marked = products.rows.get(product.id)?.withdrawn;
      const last = history.at(-1);
      if (marked) await withdrawProduct(ports, product.id, "c");
      else if (last) await run(last);

      const row = products.rows.get(product.id);
      expect(latest(announcer.events)).toBe(row?.withdrawn ? "withdrawn" : row?.product.price);
      expect(row?.pendingEvent).toBeUndefined();
    }),
  );
});

test("no two events of a product have the same time", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { maxLength: 8 }), async (clocks) => {
      const products = new InMemoryProducts();
      const announcer = new InMemoryTopic();
      const identity = new FakeIdentity("id", 0);
      const ports = { products, announcer, identity, defaultCurrency: "USD" };
      const input = { name: "n", description: "", imageFile: "", category: "c", price: 0 };
      await createProduct(ports, { input, correlationId: "c", userName: "boss" });
      for (const [at, clock] of clocks.entries()) {
        identity.now = clock;
        await changeProduct(ports, "id-1", { ...input, price: at + 1 }, "c");
      }

      const times = announcer.events.map(({ occurredAtMs }) => occurredAtMs);
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      expect(times).toHaveLength(clocks.length + 1);
    }),
  );
});
