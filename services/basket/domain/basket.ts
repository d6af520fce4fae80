import * as z from "zod";
import { buyer, checkoutItem, MAX_CHECKOUT_ITEMS } from "../../contracts/checkout-basket";

const USER_NAME_RULE = "must not hold a slash or be . or .., which no path of an API can name";

/** What a client puts into a basket. A price it sends along is dropped: the catalog sets prices. */
export const basketInput = z.object({
  userName: buyer.shape.userName.regex(/^(?!\.{1,2}$)[^/]*$/, USER_NAME_RULE),
  items: z.array(checkoutItem.omit({ unitPrice: true })).max(MAX_CHECKOUT_ITEMS),
});

/** A basket as clients see it. */
export type Basket = z.infer<typeof basketInput>;

export type BasketItem = Basket["items"][number];

/** What a client sends to check out. Card data and totals it sends along are dropped here. */
export const checkoutInput = buyer;

export type CheckoutInput = z.infer<typeof checkoutInput>;

/** What the first checkout of a basket's content fixes; repeated checkouts are this very order. */
export interface FixedOrder {
  readonly orderId: string;
  /** The catalog's price of each item, in minor units per piece. */
  readonly unitPrices: readonly number[];
  readonly currency: string;
}

/** A basket with what the service keeps beside it. */
export interface StoredBasket {
  readonly basket: Basket;
  /** Names this content: saving a basket again gives it another revision. */
  readonly revision: string;
  readonly order?: FixedOrder | undefined;
  /**
   * Set once the order is on its way: the basket is gone for everybody, and until then, in epoch milliseconds, a
   * repeated checkout is told the order.
   */
  readonly expiresAtMs?: number | undefined;
}

/** The user's basket, unless there is none or it has become an order. */
export async function findBasket(
  baskets: { load(userName: string): Promise<StoredBasket | undefined> },
  userName: string,
): Promise<Basket | undefined> {
  const stored = await baskets.load(userName);
  return stored?.expiresAtMs === undefined ? stored?.basket : undefined;
}
