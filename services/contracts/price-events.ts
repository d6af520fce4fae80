import * as z from "zod";
import { eventMetadata } from "./metadata";
import { currency, minorUnits } from "./money";

const productId = z.string().min(1).max(64);

/** The message of `PriceChanged`: published when a product is created and whenever its price changes. */
export const priceChangedEvent = z.object({
  metadata: eventMetadata,
  data: z.object({ productId, price: minorUnits, currency }),
});

/** The message of `ProductWithdrawn`: published when a product is deleted. */
export const productWithdrawnEvent = z.object({
  metadata: eventMetadata,
  data: z.object({ productId }),
});

export type PriceChangedEvent = z.infer<typeof priceChangedEvent>;
export type ProductWithdrawnEvent = z.infer<typeof productWithdrawnEvent>;

/** A valid `PriceChanged` message. */
export const priceChangedExample: PriceChangedEvent = {
  metadata: {
    eventId: "9a0c6f0e-64a4-4d0b-b9f0-6e1d3d0f2a77",
    correlationId: "1-67d3f1ad-0d5f2f3b4c5d6e7f8a9b0c1d",
    occurredAt: "2025-03-14T09:26:53.589Z",
    version: 1,
  },
  data: { productId: "7d9f5f5e-1f57-4c43-9f0b-5f3f6a1c2b3d", price: 4999, currency: "USD" },
};

/** A valid `ProductWithdrawn` message. */
export const productWithdrawnExample: ProductWithdrawnEvent = {
  metadata: {
    eventId: "2c8a7f4d-0b1e-4f55-9d52-7f4f7f0c9e10",
    correlationId: "1-67d3f1ad-0d5f2f3b4c5d6e7f8a9b0c1d",
    occurredAt: "2025-03-15T10:00:00.000Z",
    version: 1,
  },
  data: { productId: "7d9f5f5e-1f57-4c43-9f0b-5f3f6a1c2b3d" },
};
