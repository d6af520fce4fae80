import type { LocalCloud } from "../../local/cloud";
import type { Simulation } from "./simulation";

const QUEUES = [
  "dev-basket-price-changes",
  "dev-basket-price-changes-dlq",
  "dev-basket-price-changes-subscription-dlq",
  "dev-ordering-checkout",
  "dev-ordering-checkout-dlq",
  "dev-ordering-checkout-queue-rule-dlq",
];

const CARD = "4111111111111111";

const LOG_GROUPS = ["product-api", "basket-api", "basket-price-changes", "ordering-api", "ordering-checkout"];

interface Line {
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

interface Order {
  readonly orderId: string;
  readonly userName: string;
  readonly items: readonly Line[];
  readonly totalPrice: number;
}

/** What the shop owes its customers whatever happened, once all that was broken is mended. */
export function expectAllIsWell(simulation: Simulation): void {
  const { cloud } = simulation;
  const orders = cloud.table("dev-ordering-order") as unknown as readonly Order[];
  expectEachCheckoutOnce(simulation, orders);
  expectCatalogPrices(simulation, orders);
  expectKnownPrices(simulation);
  expectNothingLeft(cloud);
  expectNoCard(cloud);
}

/** The card number that every checkout sends along gets no further than into the basket API. */
function expectNoCard(cloud: LocalCloud): void {
  const hops = cloud.trace("");
  const beyondTheApi = hops.filter(({ action }) => !/^(execute-api|lambda):/.test(action));
  const logs = LOG_GROUPS.map((name) => cloud.logs(`/aws/lambda/dev-${name}`));
  expect(JSON.stringify([beyondTheApi, logs])).not.toContain(CARD);
}

/** Every checkout that was accepted is one order, its customer's; and no content of a basket is two. */
function expectEachCheckoutOnce({ accepted }: Simulation, orders: readonly Order[]): void {
  const owners = new Map(orders.map(({ orderId, userName }) => [orderId, userName]));
  for (const [orderId, userName] of accepted) {
    expect({ orderId, owner: owners.get(orderId) }).toEqual({ orderId, owner: userName });
  }
  const contents = orders.map(({ items }) => items[0]?.quantity);
  expect(contents).toHaveLength(new Set(contents).size);
}

/** Every line has a price that the catalog had, and every total is their sum. */
function expectCatalogPrices({ offers }: Simulation, orders: readonly Order[]): void {
  const prices = new Map(offers.map((offer) => [offer.id, offer.prices]));
  for (const { items, totalPrice } of orders) {
    for (const { productId, unitPrice } of items)
      expect([...(prices.get(productId) ?? [])]).toContain(unitPrice);
    expect(totalPrice).toBe(items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0));
  }
}

/** The basket service knows each product as the catalog has it. */
function expectKnownPrices({ cloud, offers }: Simulation): void {
  const products = new Map(cloud.table("dev-product-product").map((row) => [row["id"], row]));
  const known = new Map(cloud.table("dev-basket-price").map((row) => [row["productId"], row]));
  for (const { id, asked } of offers) {
    const product = products.get(id);
    const inCatalog = product === undefined || product["withdrawn"] === true ? "withdrawn" : product["price"];
    const price = known.get(id);
    expect({ id, known: price?.["withdrawn"] === true ? "withdrawn" : price?.["price"] }).toEqual({
      id,
      known: asked,
    });
    expect({ id, inCatalog, outbox: product?.["pendingEvent"] }).toEqual({
      id,
      inCatalog: asked,
      outbox: undefined,
    });
  }
}

/** Nothing waits to be worked, nothing was refused, and nothing failed inside. */
function expectNothingLeft(cloud: LocalCloud): void {
  const waiting = QUEUES.filter((name) => cloud.queue(name).messages.length > 0);
  expect({ waiting, denials: cloud.denials, internalErrors: cloud.internalErrors }).toEqual({
    waiting: [],
    denials: [],
    internalErrors: [],
  });
}
