import type {
  PriceAnnouncer,
  ProductPage,
  ProductPageRequest,
  ProductStore,
} from "../../../services/product/domain/ports";
import type { PriceEvent } from "../../../services/product/domain/price-event";
import type { StoredProduct } from "../../../services/product/domain/product";

/** The product table as a map; `beforeReplace` runs between a read and the write that follows it. */
export class InMemoryProducts implements ProductStore {
  readonly rows = new Map<string, StoredProduct>();
  beforeReplace: (() => void) | undefined;

  async load(id: string) {
    return this.rows.get(id);
  }

  async insert(stored: StoredProduct) {
    if (this.rows.has(stored.product.id)) return false;
    this.rows.set(stored.product.id, stored);
    return true;
  }

  async replace(next: StoredProduct, basedOnVersion: number) {
    this.beforeReplace?.();
    if (this.rows.get(next.product.id)?.version !== basedOnVersion) return false;
    this.rows.set(next.product.id, next);
    return true;
  }

  async clearPending(id: string, eventId: string) {
    const row = this.rows.get(id);
    if (row?.pendingEvent?.eventId === eventId) this.rows.set(id, { ...row, pendingEvent: undefined });
  }

  /** When the row of each withdrawn product expires. */
  readonly expiries = new Map<string, number>();

  async clearWithdrawn(id: string, eventId: string, expiresAtMs: number) {
    if (this.rows.get(id)?.pendingEvent?.eventId === eventId) this.expiries.set(id, expiresAtMs);
    await this.clearPending(id, eventId);
  }

  async list(page: ProductPageRequest) {
    return this.#page(page, () => true);
  }

  async listCategory(category: string, page: ProductPageRequest) {
    return this.#page(page, (row) => row.product.category === category);
  }

  #page({ limit, after }: ProductPageRequest, fits: (row: StoredProduct) => boolean): ProductPage {
    const rows = [...this.rows.values()].filter((row) => !row.withdrawn && fits(row));
    const start = after ? rows.findIndex(({ product }) => product.id === after.id) + 1 : 0;
    const items = rows.slice(start, start + limit).map(({ product }) => product);
    const last = items.at(-1);
    return { items, ...(last && start + limit < rows.length && { next: { id: last.id } }) };
  }
}

/** The price topic as a list; refuses events while `refusing`. */
export class InMemoryTopic implements PriceAnnouncer {
  readonly events: PriceEvent[] = [];
  refusing = false;

  async announce(event: PriceEvent) {
    if (!this.refusing) this.events.push(event);
    return !this.refusing;
  }
}
