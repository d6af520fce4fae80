import { PRICE_CHANGED, PRODUCT_WITHDRAWN } from "../../contracts/event-names";
import type { Identity, ProductPorts } from "./ports";
import type { PriceChanged, ProductWithdrawn } from "./price-event";
import type { Product, StoredProduct } from "./product";

/** Publishes what the outbox of a product holds and empties it; false if the topic did not take it. */
export async function publishPending(
  { announcer, products }: ProductPorts,
  { product, pendingEvent }: StoredProduct,
): Promise<boolean> {
  if (!pendingEvent) return true;
  if (!(await announcer.announce(pendingEvent))) return false;
  await products.clearPending(product.id, pendingEvent.eventId);
  return true;
}

/** The event that tells of a product's price. */
export function priceChanged(
  identity: Identity,
  { id, price, currency }: Product,
  occurredAtMs: number,
  correlationId: string,
): PriceChanged {
  const eventId = identity.newId();
  return { type: PRICE_CHANGED, eventId, correlationId, occurredAtMs, productId: id, price, currency };
}

/** The event that takes a product's price back. */
export function productWithdrawn(
  identity: Identity,
  { id }: Product,
  occurredAtMs: number,
  correlationId: string,
): ProductWithdrawn {
  return { type: PRODUCT_WITHDRAWN, eventId: identity.newId(), correlationId, occurredAtMs, productId: id };
}

/**
 * The time of a price that follows another. Clocks of two execution environments may disagree; consumers
 * keep the latest price by time, so the time has to rise in the order in which the table was written.
 */
export function nextPriceTime(nowMs: number, previousMs: number): number {
  return Math.max(nowMs, previousMs + 1);
}
