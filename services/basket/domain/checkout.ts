import type { BasketItem, CheckoutInput, StoredBasket } from "./basket";
import type { CheckoutPorts } from "./ports";
import { type Pricing, priceBasket } from "./price-basket";

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

/**
 * Turns a basket into a checkout event, exactly one order per content of the basket: the order id is
 * fixed in the basket before anything is published, so whoever repeats the checkout, after whatever
 * failure, publishes the same order id, and ordering keeps the first.
 */
export async function checkOut(
  ports: CheckoutPorts,
  input: CheckoutInput,
  correlationId: string,
): Promise<CheckoutOutcome> {
  const { baskets, prices } = ports;
  for (let attempt = 1; attempt <= MAX_CHECKOUT_ATTEMPTS; attempt++) {
    const stored = await baskets.load(input.userName);
    if (!stored) return { kind: "no-basket" };
    const { items } = stored.basket;
    if (items.length === 0) return { kind: "empty" };

    const productIds = [...new Set(items.map(({ productId }) => productId))];
    const pricing = priceBasket(items, await prices.find(productIds));
    if (pricing.kind !== "priced") return { ...pricing, items };

    const orderId = await fixedOrderId(ports, stored);
    if (orderId !== undefined) return publish(ports, { stored, input, correlationId, orderId, pricing });
  }
  return { kind: "contended" };
}

/** The order id of this revision, made up if it has none; undefined if the basket changed meanwhile. */
async function fixedOrderId(
  { baskets, identity }: CheckoutPorts,
  { basket, revision, orderId }: StoredBasket,
): Promise<string | undefined> {
  if (orderId !== undefined) return orderId;
  const newOrderId = identity.newId();
  return (await baskets.fixOrder(basket.userName, revision, newOrderId)) ? newOrderId : undefined;
}

interface Publication {
  readonly stored: StoredBasket;
  readonly input: CheckoutInput;
  readonly correlationId: string;
  readonly orderId: string;
  readonly pricing: Extract<Pricing, { kind: "priced" }>;
}

async function publish(
  { baskets, publisher, identity }: CheckoutPorts,
  { stored, input, correlationId, orderId, pricing }: Publication,
): Promise<CheckoutOutcome> {
  const { userName, firstName, lastName, email, address, paymentMethod } = input;
  const { items, totalPrice, currency } = pricing;
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
      totalPrice,
      currency,
    },
  });
  if (!accepted) return { kind: "unpublished" };

  // A basket that was saved again since is another one, and stays.
  await baskets.removeRevision(userName, stored.revision);
  return { kind: "accepted", orderId };
}
