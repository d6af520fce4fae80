// Kept free of zod so that stacks can import the names without loading a schema library.

/** The event that turns a basket into an order, as rules and publishers on the bus name it. */
export const CHECKOUT_BASKET = { source: "shop.basket", detailType: "CheckoutBasket" } as const;

/** The message attribute of the price topic by which subscriptions filter. */
export const PRICE_EVENT_TYPE_ATTRIBUTE = "eventType";

/** A product was created or its price changed. */
export const PRICE_CHANGED = "PriceChanged";

/** A product was deleted: it has no price any more. */
export const PRODUCT_WITHDRAWN = "ProductWithdrawn";

/** Every event type that the price topic carries. */
export const PRICE_EVENT_TYPES = [PRICE_CHANGED, PRODUCT_WITHDRAWN] as const;
