/** What the catalog announced about a product, as of `occurredAt`. */
export type KnownPrice =
  | {
      readonly productId: string;
      readonly occurredAt: string;
      readonly withdrawn: false;
      /** Minor units. */
      readonly price: number;
      readonly currency: string;
    }
  /** A product without price; kept so that an older price that arrives late does not bring it back. */
  | { readonly productId: string; readonly occurredAt: string; readonly withdrawn: true };

/** The price table, as the consumer of price events writes it. */
export interface PriceRecorder {
  /** Stores what was announced unless something as new or newer is known; false if so. */
  record(price: KnownPrice): Promise<boolean>;
}

/** Takes in an announcement; events that arrive twice or late change nothing. */
export async function recordPrice(
  prices: PriceRecorder,
  price: KnownPrice,
): Promise<"recorded" | "outdated"> {
  return (await prices.record(price)) ? "recorded" : "outdated";
}
