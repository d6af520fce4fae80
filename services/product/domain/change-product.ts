import { nextPriceTime, priceChanged, publishPending } from "./announce";
import type { ProductPorts } from "./ports";
import type { Product, ProductInput, StoredProduct } from "./product";

export type ChangeOutcome =
  | { readonly kind: "changed"; readonly product: Product }
  /** Stored, but the topic did not take the price; repeating the change publishes it. */
  | { readonly kind: "unannounced"; readonly product: Product }
  | { readonly kind: "unknown" }
  /** Others kept writing the product meanwhile. */
  | { readonly kind: "contended" };

/** How often a write is tried anew on the latest version before the caller hears of the contention. */
export const MAX_WRITE_ATTEMPTS = 4;

/** Replaces a product, and publishes its price if that changed or was not published before. */
export async function changeProduct(
  ports: ProductPorts,
  id: string,
  input: ProductInput,
  correlationId: string,
): Promise<ChangeOutcome> {
  for (let attempt = 1; attempt <= MAX_WRITE_ATTEMPTS; attempt++) {
    const current = await ports.products.load(id);
    if (!current || current.withdrawn) return { kind: "unknown" };

    const next = revise(ports, current, input, correlationId);
    if (await ports.products.replace(next, current.version)) {
      const kind = (await publishPending(ports, next)) ? "changed" : "unannounced";
      return { kind, product: next.product };
    }
  }
  return { kind: "contended" };
}

function revise(
  { identity, defaultCurrency }: ProductPorts,
  current: StoredProduct,
  input: ProductInput,
  correlationId: string,
): StoredProduct {
  const before = current.product;
  const product = { id: before.id, ...input, currency: input.currency ?? defaultCurrency };
  const next = { ...current, product, version: current.version + 1 };
  if (product.price === before.price && product.currency === before.currency) return next;

  const pricedAtMs = nextPriceTime(identity.nowMs(), current.pricedAtMs);
  return { ...next, pricedAtMs, pendingEvent: priceChanged(identity, product, pricedAtMs, correlationId) };
}
