import { nextPriceTime, productWithdrawn } from "./announce";
import { MAX_WRITE_ATTEMPTS } from "./change-product";
import type { ProductPorts } from "./ports";
import type { StoredProduct } from "./product";

/** `unannounced`: gone for readers, but the topic did not take the event; repeating publishes it. */
export type WithdrawOutcome = "withdrawn" | "unannounced" | "unknown" | "contended";

/**
 * Deletes a product in two steps: the row is marked, the withdrawal published, the row removed. Removing
 * it at once would lose the event if publishing failed.
 */
export async function withdrawProduct(
  ports: ProductPorts,
  id: string,
  correlationId: string,
): Promise<WithdrawOutcome> {
  for (let attempt = 1; attempt <= MAX_WRITE_ATTEMPTS; attempt++) {
    const current = await ports.products.load(id);
    if (!current) return "unknown";

    const marked = current.withdrawn ? current : mark(ports, current, correlationId);
    if (marked === current || (await ports.products.replace(marked, current.version))) {
      return finish(ports, marked);
    }
  }
  return "contended";
}

function mark({ identity }: ProductPorts, current: StoredProduct, correlationId: string): StoredProduct {
  const pricedAtMs = nextPriceTime(identity.nowMs(), current.pricedAtMs);
  const pendingEvent = productWithdrawn(identity, current.product, pricedAtMs, correlationId);
  return { ...current, version: current.version + 1, withdrawn: true, pricedAtMs, pendingEvent };
}

async function finish(
  { announcer, products }: ProductPorts,
  { product, pendingEvent }: StoredProduct,
): Promise<WithdrawOutcome> {
  if (pendingEvent && !(await announcer.announce(pendingEvent))) return "unannounced";
  await products.remove(product.id);
  return "withdrawn";
}
