import * as z from "zod";
import { buyer, checkoutItem, MAX_CHECKOUT_ITEMS } from "../../contracts/checkout-basket";

/** What a client puts into a basket. A price it sends along is dropped: the catalog sets prices. */
export const basketInput = z.object({
  userName: buyer.shape.userName,
  items: z.array(checkoutItem.omit({ unitPrice: true })).max(MAX_CHECKOUT_ITEMS),
});

/** A basket as clients see it. */
export type Basket = z.infer<typeof basketInput>;

export type BasketItem = Basket["items"][number];

/** What a client sends to check out. Card data and totals it sends along are dropped here. */
export const checkoutInput = buyer;

export type CheckoutInput = z.infer<typeof checkoutInput>;

/** A basket with what the service keeps beside it. */
export interface StoredBasket {
  readonly basket: Basket;
  /** Names this content: saving a basket again gives it another revision. */
  readonly revision: string;
  /** Fixed by the first checkout of this revision; repeated checkouts are the same order. */
  readonly orderId?: string | undefined;
}
