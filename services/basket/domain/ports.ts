import type { CheckoutBasketEvent } from "../../contracts/checkout-basket";
import type { Basket, FixedOrder, StoredBasket } from "./basket";
import type { KnownPrice } from "./price";

/** Where a page of baskets ends. */
export interface BasketPosition {
  readonly userName: string;
}

export interface BasketPageRequest {
  /** Most baskets to return. */
  readonly limit: number;
  /** Where the previous page ended. */
  readonly after?: BasketPosition | undefined;
}

export interface BasketPage {
  readonly items: readonly Basket[];
  /** Where the next page starts; absent on the last one. */
  readonly next?: BasketPosition | undefined;
}

/** The basket table. */
export interface BasketStore {
  /** The latest state, what has become an order included. */
  load(userName: string): Promise<StoredBasket | undefined>;
  /** Stores a basket over whatever is there; true if there was none. */
  save(stored: StoredBasket): Promise<boolean>;
  /** Gives this revision its order; false if the basket has changed or has one already. */
  fixOrder(userName: string, revision: string, order: FixedOrder): Promise<boolean>;
  /** Deletes a basket; false if there is none. */
  remove(userName: string): Promise<boolean>;
  /**
   * Turns a basket that is still this revision into the note of its order, kept until `expiresAtMs`. A failure is
   * logged, not thrown: the order is on its way, and a checkout of what stays is the same order.
   */
  markOrdered(userName: string, revision: string, expiresAtMs: number): Promise<void>;
  /** Baskets in no particular order, without those that have become orders. */
  list(page: BasketPageRequest): Promise<BasketPage>;
}

/** The price table, as checkout reads it. */
export interface PriceReader {
  /** What is known about these products, up to 100; unknown ones are left out. */
  find(productIds: readonly string[]): Promise<readonly KnownPrice[]>;
}

/** A checkout before it becomes an event. */
export interface Checkout {
  readonly eventId: string;
  readonly correlationId: string;
  /** Epoch milliseconds. */
  readonly occurredAtMs: number;
  readonly data: CheckoutBasketEvent["data"];
}

/** The event bus. */
export interface CheckoutPublisher {
  /** Publishes a checkout; false if the bus did not take it. */
  publish(checkout: Checkout): Promise<boolean>;
}

/** Time and chance. */
export interface Identity {
  nowMs(): number;
  newId(): string;
}

export interface CheckoutPorts {
  readonly baskets: BasketStore;
  readonly prices: PriceReader;
  readonly publisher: CheckoutPublisher;
  readonly identity: Identity;
}
