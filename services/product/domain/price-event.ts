import type { PRICE_CHANGED, PRODUCT_WITHDRAWN } from "../../contracts/event-names";

interface PriceEventCommon {
  readonly eventId: string;
  readonly correlationId: string;
  /** Epoch milliseconds. */
  readonly occurredAtMs: number;
  readonly productId: string;
}

export interface PriceChanged extends PriceEventCommon {
  readonly type: typeof PRICE_CHANGED;
  /** Minor units. */
  readonly price: number;
  readonly currency: string;
}

export interface ProductWithdrawn extends PriceEventCommon {
  readonly type: typeof PRODUCT_WITHDRAWN;
}

/** What the price topic is told about a product. */
export type PriceEvent = PriceChanged | ProductWithdrawn;
