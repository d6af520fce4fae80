import * as z from "zod";
import { currency, minorUnits } from "../../contracts/money";
import type { PriceEvent } from "./price-event";

/** What a client sends to create a product or to replace one; the price is in minor units. */
export const productInput = z.object({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(4_000),
  imageFile: z.string().max(500),
  category: z.string().trim().min(1).max(100),
  price: minorUnits,
  currency: currency.optional(),
});

export type ProductInput = z.infer<typeof productInput>;

/** A product as clients see it. */
export interface Product extends Omit<ProductInput, "currency"> {
  readonly id: string;
  readonly currency: string;
}

/** A product with what the service keeps beside it. */
export interface StoredProduct {
  readonly product: Product;
  /** Counts the writes, so that a write based on an outdated read is noticed. */
  readonly version: number;
  /** When the price was last set, in epoch milliseconds; strictly rises with each price. */
  readonly pricedAtMs: number;
  /**
   * The outbox: an event that is not known to be published yet. Written together with the change it
   * tells of, so a price that reached the table reaches the topic too, if only by the next request.
   */
  readonly pendingEvent?: PriceEvent | undefined;
  /** Deleted for everybody; the row stays a while, so that neither its id nor a time of its prices comes again. */
  readonly withdrawn?: boolean | undefined;
}

/** Whether the client asks for exactly this product. */
export function isSameProduct(a: Product, b: Product): boolean {
  const fields = ["name", "description", "imageFile", "category", "price", "currency"] as const;
  return fields.every((field) => a[field] === b[field]);
}
