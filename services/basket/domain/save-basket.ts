import type { Basket } from "./basket";
import type { BasketStore, Identity } from "./ports";

/**
 * Stores a basket over the user's earlier one. The new revision has no order: were the old content on
 * its way to becoming an order, this content still becomes another one.
 */
export async function saveBasket(
  baskets: BasketStore,
  identity: Identity,
  basket: Basket,
): Promise<"created" | "replaced"> {
  return (await baskets.save({ basket, revision: identity.newId() })) ? "created" : "replaced";
}
