import { priceChanged, publishPending } from "./announce";
import type { ProductPorts } from "./ports";
import { isSameProduct, type Product, type ProductInput, type StoredProduct } from "./product";

export interface CreateRequest {
  readonly input: ProductInput;
  readonly correlationId: string;
  readonly userName: string;
  /** Makes the request safe to repeat: the same key of the same user is the same product. */
  readonly idempotencyKey?: string | undefined;
}

export type CreateOutcome =
  | { readonly kind: "created"; readonly product: Product }
  /** Stored, but the topic did not take the price. */
  | { readonly kind: "unannounced"; readonly product: Product }
  /** The key has made a product before, which is not or no longer the one that is asked for. */
  | { readonly kind: "key-taken"; readonly id: string };

/** Stores a new product and publishes its price. */
export async function createProduct(ports: ProductPorts, request: CreateRequest): Promise<CreateOutcome> {
  const { products } = ports;
  const stored = newProduct(ports, request);
  const { product } = stored;

  if (await products.insert(stored)) return publish(ports, stored);

  // Taken by an earlier request with this key, or by this very write: a lost answer makes the SDK send it again.
  const earlier = await products.load(product.id);
  if (earlier && !earlier.withdrawn && isSameProduct(earlier.product, product))
    return publish(ports, earlier);
  if (request.idempotencyKey !== undefined) return { kind: "key-taken", id: product.id };
  throw new Error(`The new product id ${product.id} is taken; the source of ids repeats itself.`);
}

function newProduct({ identity, defaultCurrency }: ProductPorts, request: CreateRequest): StoredProduct {
  const { input, correlationId, userName, idempotencyKey } = request;
  const id = idempotencyKey === undefined ? identity.newId() : identity.idForKey(userName, idempotencyKey);
  const product = { id, ...input, currency: input.currency ?? defaultCurrency };
  const pricedAtMs = identity.nowMs();
  return {
    product,
    version: 1,
    pricedAtMs,
    pendingEvent: priceChanged(identity, product, pricedAtMs, correlationId),
  };
}

async function publish(ports: ProductPorts, stored: StoredProduct): Promise<CreateOutcome> {
  const kind = (await publishPending(ports, stored)) ? "created" : "unannounced";
  return { kind, product: stored.product };
}
