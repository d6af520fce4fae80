import type { ProductStore } from "./ports";
import type { Product } from "./product";

/** The product with this id, unless it never was or has been withdrawn. */
export async function findProduct(products: ProductStore, id: string): Promise<Product | undefined> {
  const stored = await products.load(id);
  return stored?.withdrawn ? undefined : stored?.product;
}
