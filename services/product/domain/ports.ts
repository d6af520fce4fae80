import type { PriceEvent } from "./price-event";
import type { Product, StoredProduct } from "./product";

/** Where a page of products ends. */
export interface ProductPosition {
  readonly id: string;
}

/** Which part of a list to read. */
export interface ProductPageRequest {
  /** Most products to return. */
  readonly limit: number;
  /** Where the previous page ended. */
  readonly after?: ProductPosition | undefined;
}

export interface ProductPage {
  readonly items: readonly Product[];
  /** Where the next page starts; absent on the last one. */
  readonly next?: ProductPosition | undefined;
}

/** The product table. */
export interface ProductStore {
  /** The latest state, withdrawn products included. */
  load(id: string): Promise<StoredProduct | undefined>;
  /** Stores a product under a new id; false if the id is taken. */
  insert(stored: StoredProduct): Promise<boolean>;
  /** Stores `next` over the version it was made from; false if that is no longer the latest. */
  replace(next: StoredProduct, basedOnVersion: number): Promise<boolean>;
  /**
   * Takes a published event out of the outbox, unless a newer one has taken its place. A failure is logged, not
   * thrown: the event is out, and an event that stays is published once more.
   */
  clearPending(id: string, eventId: string): Promise<void>;
  /** The same for the withdrawal of a product, whose row is kept until `expiresAtMs`. Failures are logged likewise. */
  clearWithdrawn(id: string, eventId: string, expiresAtMs: number): Promise<void>;
  /** Products in no particular order, without withdrawn ones. */
  list(page: ProductPageRequest): Promise<ProductPage>;
  /** Products of one category by id, without withdrawn ones. */
  listCategory(category: string, page: ProductPageRequest): Promise<ProductPage>;
}

/** The price topic. */
export interface PriceAnnouncer {
  /** Publishes an event; false if the topic did not take it. */
  announce(event: PriceEvent): Promise<boolean>;
}

/** Time and chance. */
export interface Identity {
  nowMs(): number;
  newId(): string;
  /** Always the same id for the same user and key. */
  idForKey(userName: string, key: string): string;
}

export interface ProductPorts {
  readonly products: ProductStore;
  readonly announcer: PriceAnnouncer;
  readonly identity: Identity;
  /** Currency of products that name none. */
  readonly defaultCurrency: string;
}
