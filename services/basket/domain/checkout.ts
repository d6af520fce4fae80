import type { BasketItem, CheckoutInput, FixedOrder, StoredBasket } from "./basket";
import type { CheckoutPorts } from "./ports";
import { type Pricing, priceBasket, pricedItems, totalOf } from "./price-basket";

export type CheckoutOutcome =
  | { readonly kind: "accepted"; readonly orderId: string }
  | { readonly kind: "no-basket" }
  | { readonly kind: "empty" }
  | (Exclude<Pricing, { kind: "priced" }> & { readonly items: readonly BasketItem[] })
  /** The bus did not take the event; the basket is kept and a repeated checkout is the same order. */
  | { readonly kind: "unpublished" }
  /** The basket kept changing meanwhile. */
  | { readonly kind: "contended" };

/** How often a checkout starts over with the latest basket before the caller hears of the contention. */
export const MAX_CHECKOUT_ATTEMPTS = 4;

/** How long a checkout that is repeated after its success is told the order: a day, for clients that lost the answer. */
const REPEATABLE_MS = 86_400_000;

/**
 * Turns a basket into a checkout event, exactly one order per content of the basket: the order's id and prices are
 * fixed in the basket before anything is published, so whoever repeats the checkout, after whatever failure,
 * publishes the same order, and ordering keeps the first.
 */
export async function checkOut(
  ports: CheckoutPorts,
  input: CheckoutInput,
  correlationId: string,
): Promise<CheckoutOutcome> {
  const { baskets, prices, identity } = ports;
  for (let attempt = 1; attempt <= MAX_CHECKOUT_ATTEMPTS; attempt++) {
    const stored = await baskets.load(input.userName);
    if (!stored) return { kind: "no-basket" };
    if (stored.expiresAtMs !== undefined) return repeated(stored, identity.nowMs());
    if (stored.order) return publish(ports, { stored, input, correlationId, order: stored.order });

    const { items } = stored.basket;
    if (items.length === 0) return { kind: "empty" };
    const productIds = [...new Set(items.map(({ productId }) => productId))];
    const pricing = priceBasket(items, await prices.find(productIds));
    if (pricing.kind !== "priced") return { ...pricing, items };

    const { unitPrices, currency } = pricing;
    const order = { orderId: identity.newId(), unitPrices, currency };
    if (await baskets.fixOrder(input.userName, stored.revision, order)) {
      return publish(ports, { stored, input, correlationId, order });
    }
  }
  return { kind: "contended" };
}

/** The answer to a checkout of a basket that has become an order already. */
function repeated({ order, expiresAtMs = 0 }: StoredBasket, nowMs: number): CheckoutOutcome {
  // DynamoDB deletes expired items when it gets to it, which takes days at times.
  return order && nowMs < expiresAtMs ? { kind: "accepted", orderId: order.orderId } : { kind: "no-basket" };
}

interface Publication {
  readonly stored: StoredBasket;
  readonly input: CheckoutInput;
  readonly correlationId: string;
  readonly order: FixedOrder;
}

async function publish(
  { baskets, publisher, identity }: CheckoutPorts,
  { stored, input, correlationId, order: { orderId, unitPrices, currency } }: Publication,
): Promise<CheckoutOutcome> {
  const { userName, firstName, lastName, email, address, paymentMethod } = input;
  const items = pricedItems(stored.basket.items, unitPrices);
  const accepted = await publisher.publish({
    eventId: identity.newId(),
    correlationId,
    occurredAtMs: identity.nowMs(),
    // Named one by one: what the client sent beyond the contract must not travel on.
    data: {
      orderId,
      userName,
      firstName,
      lastName,
      email,
      address,
      paymentMethod,
      items,
      totalPrice: totalOf(items),
      currency,
    },
  });
  if (!accepted) return { kind: "unpublished" };

  // A basket that was saved again since is another one, and stays.
  await baskets.markOrdered(userName, stored.revision, identity.nowMs() + REPEATABLE_MS);
  return { kind: "accepted", orderId };
}
