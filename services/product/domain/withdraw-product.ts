import { nextPriceTime, productWithdrawn } from "./announce";
import { MAX_WRITE_ATTEMPTS } from "./change-product";
import type { ProductPorts } from "./ports";
import type { StoredProduct } from "./product";

/** `unannounced`: gone for readers, but the topic did not take the event; repeating publishes it. */
export type WithdrawOutcome = "withdrawn" | "unannounced" | "unknown" | "contended";

/**
 * How long the row of a withdrawn product stays: a day, in which an idempotency key is known to have made it. Made
 * anew under the same id, its price could be older than the withdrawal by another environment's clock.
 */
const REMEMBERED_MS = 86_400_000;

/**
 * Deletes a product: the row is marked, the withdrawal published, the row left to expire. Removing it at once would
 * lose the event if publishing failed.
 */
export async function withdrawProduct(
  ports: ProductPorts,
  id: string,
  correlationId: string,
): Promise<WithdrawOutcome> {
  for (let attempt = 1; attempt <= MAX_WRITE_ATTEMPTS; attempt++) {
    const current = await ports.products.load(id);
    if (!current) return "unknown";
    if (current.withdrawn) return current.pendingEvent ? finish(ports, current) : "unknown";

    const marked = mark(ports, current, correlationId);
    if (await ports.products.replace(marked, current.version)) return finish(ports, marked);
  }
  return "contended";
}

function mark({ identity }: ProductPorts, current: StoredProduct, correlationId: string): StoredProduct {
  const pricedAtMs = nextPriceTime(identity.nowMs(), current.pricedAtMs);
  const pendingEvent = productWithdrawn(identity, current.product, pricedAtMs, correlationId);
  return { ...current, version: current.version + 1, withdrawn: true, pricedAtMs, pendingEvent };
}

async function finish(
  { announcer, products, identity }: ProductPorts,
  { product, pendingEvent }: StoredProduct,
): Promise<WithdrawOutcome> {
  if (!pendingEvent) return "withdrawn";
  if (!(await announcer.announce(pendingEvent))) return "unannounced";
  await products.clearWithdrawn(product.id, pendingEvent.eventId, identity.nowMs() + REMEMBERED_MS);
  return "withdrawn";
}
