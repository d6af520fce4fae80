import * as z from "zod";
import { eventMetadata } from "./metadata";
import { currency, minorUnits } from "./money";

const filled = (maxChars: number) => z.string().trim().min(1).max(maxChars);

/** One line of a basket at the price the catalog announced, in minor units per piece. */
export const checkoutItem = z.object({
  productId: filled(64),
  productName: filled(200),
  color: z.string().max(50).optional(),
  quantity: z.int().min(1).max(1_000),
  unitPrice: minorUnits,
});

/** The lines of a basket: 100 keep the event below 256 KB and the total below 2^53 minor units. */
export const MAX_CHECKOUT_ITEMS = 100;

const METHOD_RULE = "must be a code from 0 to 99 or the name of a method in letters, for example card";

/** How the buyer wants to pay: a short code or the name of a method. Neither can hold a card number. */
export const paymentMethod = z.union(
  [z.int().min(0).max(99), z.string().regex(/^\p{L}[\p{L} _-]{0,49}$/u, METHOD_RULE)],
  { error: (issue) => (issue.input === undefined ? undefined : METHOD_RULE) },
);

/** Who buys and where the goods go. */
export const buyer = z.object({
  userName: filled(128),
  firstName: filled(100),
  lastName: filled(100),
  email: z.email().max(254),
  address: filled(500),
  paymentMethod,
});

/** The detail of `CheckoutBasket`: everything that ordering needs to make one order. */
export const checkoutBasketEvent = z.object({
  metadata: eventMetadata,
  data: buyer.extend({
    orderId: z.string().min(1).max(64),
    items: z.array(checkoutItem).min(1).max(MAX_CHECKOUT_ITEMS),
    totalPrice: z.int().min(0),
    currency,
  }),
});

export type CheckoutBasketEvent = z.infer<typeof checkoutBasketEvent>;

/** A valid `CheckoutBasket` detail. */
export const checkoutBasketExample: CheckoutBasketEvent = {
  metadata: {
    eventId: "4b6f3ad0-5b0f-4f0c-8a5e-0c1b9b0a7c11",
    correlationId: "c3a7d1f2-93f4-4d53-8a64-1f6f6c1d2e90",
    occurredAt: "2025-03-14T09:26:53.589Z",
    version: 1,
  },
  data: {
    orderId: "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9",
    userName: "ada",
    firstName: "Ada",
    lastName: "Lovelace",
    email: "ada@example.com",
    address: "12 St James's Square, London",
    paymentMethod: 1,
    items: [
      {
        productId: "7d9f5f5e-1f57-4c43-9f0b-5f3f6a1c2b3d",
        productName: "Kettle",
        color: "red",
        quantity: 2,
        unitPrice: 4999,
      },
    ],
    totalPrice: 9998,
    currency: "USD",
  },
};
