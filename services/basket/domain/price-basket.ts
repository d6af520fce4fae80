import type { CheckoutBasketEvent } from "../../contracts/checkout-basket";
import type { BasketItem } from "./basket";
import type { KnownPrice } from "./price";

/** The lines of an order with the catalog's prices. */
export type PricedItem = CheckoutBasketEvent["data"]["items"][number];

export type Pricing =
  /** The price of each item, in minor units per piece. */
  | { readonly kind: "priced"; readonly unitPrices: readonly number[]; readonly currency: string }
  /** Positions of the items whose product has no known price. */
  | { readonly kind: "unknown-prices"; readonly positions: readonly number[] }
  /** Positions of the items that are priced in another currency than the first item. */
  | { readonly kind: "mixed-currencies"; readonly currency: string; readonly positions: readonly number[] };

/** Prices the items of a basket that has at least one; nothing but the catalog's prices counts. */
export function priceBasket(items: readonly BasketItem[], known: readonly KnownPrice[]): Pricing {
  const priceById = new Map(known.map((price) => [price.productId, price]));

  const unitPrices: number[] = [];
  const currencies: string[] = [];
  const unknown: number[] = [];
  for (const [position, item] of items.entries()) {
    const price = priceById.get(item.productId);
    if (!price || price.withdrawn) {
      unknown.push(position);
    } else {
      unitPrices.push(price.price);
      currencies.push(price.currency);
    }
  }
  if (unknown.length > 0) return { kind: "unknown-prices", positions: unknown };

  const [currency = ""] = currencies;
  const foreign = currencies.flatMap((other, position) => (other === currency ? [] : [position]));
  if (foreign.length > 0) return { kind: "mixed-currencies", currency, positions: foreign };
  return { kind: "priced", unitPrices, currency };
}

/** The lines of an order: the items with their prices, which `priceBasket` gave in the same order. */
export function pricedItems(items: readonly BasketItem[], unitPrices: readonly number[]): PricedItem[] {
  return items.map((item, position) => {
    const unitPrice = unitPrices[position];
    if (unitPrice === undefined) throw new Error(`There is no price for item ${position} of the basket.`);
    return { ...item, unitPrice };
  });
}

/**
 * The sum of quantity times unit price in minor units, exact.
 * @throws RangeError for a sum that numbers cannot hold exactly; the contract's bounds keep it far below.
 */
export function totalOf(items: readonly Pick<PricedItem, "quantity" | "unitPrice">[]): number {
  const total = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  if (!Number.isSafeInteger(total)) throw new RangeError(`The total ${total} is not an exact integer.`);
  return total;
}
