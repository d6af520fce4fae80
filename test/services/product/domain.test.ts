import fc from "fast-check";
import { nextPriceTime } from "../../../services/product/domain/announce";
import { changeProduct, MAX_WRITE_ATTEMPTS } from "../../../services/product/domain/change-product";
import { createProduct } from "../../../services/product/domain/create-product";
import { findProduct } from "../../../services/product/domain/find-product";
import { type ProductInput, productInput } from "../../../services/product/domain/product";
import { withdrawProduct } from "../../../services/product/domain/withdraw-product";
import { FakeIdentity } from "../support/fake-identity";
import { InMemoryProducts, InMemoryTopic } from "../support/in-memory-products";

const kettle: ProductInput = {
  name: "Kettle",
  description: "Boils water",
  imageFile: "kettle.png",
  category: "kitchen",
  price: 4999,
};

function shop() {
  const products = new InMemoryProducts();
  const announcer = new InMemoryTopic();
  const identity = new FakeIdentity("id");
  return { products, announcer, identity, defaultCurrency: "USD" };
}

const creation = { input: kettle, correlationId: "c-1", userName: "boss" };

async function shopWithKettle() {
  const ports = shop();
  const { product } = (await createProduct(ports, creation)) as { product: { id: string } };
  return { ...ports, id: product.id };
}

describe("productInput", () => {
  test("takes what clients of the course application send and drops the rest", () => {
    expect(productInput.parse({ ...kettle, id: "mine", currency: "EUR", stars: 5 })).toEqual({
      ...kettle,
      currency: "EUR",
    });
  });

  test.each([
    ["name", ""],
    ["name", "   "],
    ["name", "n".repeat(201)],
    ["description", "d".repeat(4_001)],
    ["description", undefined],
    ["imageFile", null],
    ["category", ""],
    ["category", "c".repeat(101)],
    ["price", "4999"],
    ["price", 49.99],
    ["price", -1],
    ["currency", "dollars"],
  ])("refuses %s = %j", (field, value) => {
    const { error } = productInput.safeParse({ ...kettle, [field]: value });

    expect(error?.issues.map(({ path }) => path)).toEqual([[field]]);
  });
});

describe("createProduct", () => {
  test("stores the product in the default currency and publishes its price", async () => {
    const ports = shop();

    const outcome = await createProduct(ports, creation);

    const product = { ...kettle, id: "id-1", currency: "USD" };
    expect(outcome).toEqual({ kind: "created", product });
    expect(await findProduct(ports.products, "id-1")).toEqual(product);
    expect(ports.announcer.events).toEqual([
      {
        type: "PriceChanged",
        eventId: "id-2",
        correlationId: "c-1",
        occurredAtMs: ports.identity.now,
        productId: "id-1",
        price: 4999,
        currency: "USD",
      },
    ]);
    expect(ports.products.rows.get("id-1")?.pendingEvent).toBeUndefined();
  });

  test("keeps the event in the outbox when the topic does not take it", async () => {
    const ports = shop();
    ports.announcer.refusing = true;

    const outcome = await createProduct(ports, creation);

    expect(outcome.kind).toBe("unannounced");
    expect(ports.products.rows.get("id-1")?.pendingEvent).toMatchObject({
      type: "PriceChanged",
      price: 4999,
    });
  });

  test("a request repeated with its key publishes the very event that was not taken before", async () => {
    const ports = shop();
    const request = { ...creation, idempotencyKey: "k" };
    ports.announcer.refusing = true;
    await createProduct(ports, request);
    const pending = [...ports.products.rows.values()][0]?.pendingEvent;
    ports.announcer.refusing = false;

    const outcome = await createProduct(ports, request);

    expect(outcome.kind).toBe("created");
    expect(ports.products.rows.size).toBe(1);
    expect(ports.announcer.events).toEqual([pending]);
  });

  test("a key makes one product per user, and no other product", async () => {
    const ports = shop();
    const request = { ...creation, idempotencyKey: "k" };
    await createProduct(ports, request);

    expect((await createProduct(ports, { ...request, input: { ...kettle, price: 1 } })).kind).toBe(
      "key-taken",
    );
    expect((await createProduct(ports, { ...request, userName: "other" })).kind).toBe("created");
    expect(ports.products.rows.size).toBe(2);
    expect(ports.announcer.events).toHaveLength(2);
  });

  test("a key whose product was withdrawn does not bring it back", async () => {
    const ports = shop();
    const request = { ...creation, idempotencyKey: "k" };
    const { product } = (await createProduct(ports, request)) as { product: { id: string } };
    await withdrawProduct(ports, product.id, "c-2");

    expect(await createProduct(ports, request)).toEqual({ kind: "key-taken", id: product.id });
    expect(ports.announcer.events.map(({ type }) => type)).toEqual(["PriceChanged", "ProductWithdrawn"]);
  });

  test("a write that was sent twice because its answer was lost is one product, announced", async () => {
    const ports = shop();
    const insert = ports.products.insert.bind(ports.products);
    ports.products.insert = async (stored) => {
      await insert(stored);
      return insert(stored);
    };

    expect(await createProduct(ports, creation)).toMatchObject({ kind: "created", product: { id: "id-1" } });

    expect(ports.announcer.events).toHaveLength(1);
    expect(ports.products.rows.get("id-1")?.pendingEvent).toBeUndefined();
  });

  test("a source of ids that repeats itself is an error, not an overwritten product", async () => {
    const ports = shop();
    await createProduct(ports, creation);
    const stuck = { ...ports, identity: new FakeIdentity("id") };

    await expect(createProduct(stuck, { ...creation, input: { ...kettle, name: "Pan" } })).rejects.toThrow(
      "The new product id id-1 is taken; the source of ids repeats itself.",
    );
    expect((await findProduct(ports.products, "id-1"))?.name).toBe("Kettle");
  });
});

describe("changeProduct", () => {
  test("publishes a price that changed", async () => {
    const { id, ...ports } = await shopWithKettle();

    const outcome = await changeProduct(ports, id, { ...kettle, price: 5999 }, "c-2");

    expect(outcome).toMatchObject({ kind: "changed", product: { id, price: 5999 } });
    expect(ports.announcer.events.at(-1)).toMatchObject({ price: 5999, correlationId: "c-2" });
  });

  test("publishes a currency that changed", async () => {
    const { id, ...ports } = await shopWithKettle();

    await changeProduct(ports, id, { ...kettle, currency: "EUR" }, "c-2");

    expect(ports.announcer.events.at(-1)).toMatchObject({ price: 4999, currency: "EUR" });
  });

  test("publishes nothing while the price stays", async () => {
    const { id, ...ports } = await shopWithKettle();

    const outcome = await changeProduct(ports, id, { ...kettle, name: "Better kettle" }, "c-2");

    expect(outcome).toMatchObject({ kind: "changed", product: { name: "Better kettle" } });
    expect(ports.announcer.events).toHaveLength(1);
  });

  test("a repeated request publishes the event that was not taken before", async () => {
    const { id, ...ports } = await shopWithKettle();
    ports.announcer.refusing = true;
    expect((await changeProduct(ports, id, { ...kettle, price: 5999 }, "c-2")).kind).toBe("unannounced");
    ports.announcer.refusing = false;

    expect((await changeProduct(ports, id, { ...kettle, price: 5999 }, "c-3")).kind).toBe("changed");

    expect(ports.announcer.events.at(-1)).toMatchObject({ price: 5999, correlationId: "c-2" });
    expect(ports.products.rows.get(id)?.pendingEvent).toBeUndefined();
  });

  test("starts over when somebody else wrote in between, so that no write is based on an outdated one", async () => {
    const { id, ...ports } = await shopWithKettle();
    ports.products.beforeReplace = () => {
      ports.products.beforeReplace = undefined;
      const row = ports.products.rows.get(id);
      if (row)
        ports.products.rows.set(id, { ...row, version: row.version + 1, pricedAtMs: row.pricedAtMs + 50 });
    };

    expect((await changeProduct(ports, id, { ...kettle, price: 5999 }, "c-2")).kind).toBe("changed");

    expect(ports.products.rows.get(id)).toMatchObject({ version: 3, pricedAtMs: ports.identity.now + 51 });
  });

  test("gives up when others keep writing", async () => {
    const { id, ...ports } = await shopWithKettle();
    let writes = 0;
    ports.products.beforeReplace = () => {
      writes += 1;
      const row = ports.products.rows.get(id);
      if (row) ports.products.rows.set(id, { ...row, version: row.version + 1 });
    };

    expect(await changeProduct(ports, id, kettle, "c-2")).toEqual({ kind: "contended" });
    expect(writes).toBe(MAX_WRITE_ATTEMPTS);
  });

  test("an unknown product is not created", async () => {
    const ports = shop();

    expect(await changeProduct(ports, "nope", kettle, "c-2")).toEqual({ kind: "unknown" });
    expect(ports.products.rows.size).toBe(0);
  });
});

describe("withdrawProduct", () => {
  test("removes the product and publishes that it has no price", async () => {
    const { id, ...ports } = await shopWithKettle();

    expect(await withdrawProduct(ports, id, "c-2")).toBe("withdrawn");

    expect(await findProduct(ports.products, id)).toBeUndefined();
    expect(ports.announcer.events.at(-1)).toMatchObject({ type: "ProductWithdrawn", productId: id });
    expect(ports.products.expiries.get(id)).toBe(ports.identity.now + 86_400_000);
    expect(await withdrawProduct(ports, id, "c-3")).toBe("unknown");
  });

  test("a product whose withdrawal was not published is gone for readers and can be withdrawn again", async () => {
    const { id, ...ports } = await shopWithKettle();
    ports.announcer.refusing = true;
    expect(await withdrawProduct(ports, id, "c-2")).toBe("unannounced");

    expect(await findProduct(ports.products, id)).toBeUndefined();
    expect((await ports.products.list({ limit: 10 })).items).toEqual([]);
    expect((await changeProduct(ports, id, kettle, "c-3")).kind).toBe("unknown");

    ports.announcer.refusing = false;
    expect(await withdrawProduct(ports, id, "c-4")).toBe("withdrawn");
    expect(ports.announcer.events.at(-1)).toMatchObject({ type: "ProductWithdrawn", correlationId: "c-2" });
    expect(ports.products.rows.get(id)?.pendingEvent).toBeUndefined();
  });
});

describe("nextPriceTime", () => {
  test("rises even when the clock stands still or is behind", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (now, previous) => {
        const next = nextPriceTime(now, previous);

        expect(next).toBeGreaterThan(previous);
        expect(next).toBeGreaterThanOrEqual(now);
      }),
    );
  });
});
