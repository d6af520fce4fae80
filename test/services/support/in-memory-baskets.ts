import type { FixedOrder, StoredBasket } from "../../../services/basket/domain/basket";
import type {
  BasketPageRequest,
  BasketStore,
  Checkout,
  CheckoutPublisher,
  PriceReader,
} from "../../../services/basket/domain/ports";
import type { KnownPrice, PriceRecorder } from "../../../services/basket/domain/price";

/** The basket table as a map. */
export class InMemoryBaskets implements BasketStore {
  readonly rows = new Map<string, StoredBasket>();

  async load(userName: string) {
    return this.rows.get(userName);
  }

  async save(stored: StoredBasket) {
    const earlier = this.rows.get(stored.basket.userName);
    const created = !earlier || earlier.expiresAtMs !== undefined;
    this.rows.set(stored.basket.userName, stored);
    return created;
  }

  async fixOrder(userName: string, revision: string, order: FixedOrder) {
    const row = this.rows.get(userName);
    if (row?.revision !== revision || row.order !== undefined) return false;
    this.rows.set(userName, { ...row, order });
    return true;
  }

  async remove(userName: string) {
    return this.rows.get(userName)?.expiresAtMs === undefined && this.rows.delete(userName);
  }

  async markOrdered(userName: string, revision: string, expiresAtMs: number) {
    const row = this.rows.get(userName);
    if (row?.revision !== revision) return;
    this.rows.set(userName, { ...row, basket: { userName, items: [] }, expiresAtMs });
  }

  /** The baskets that have not become orders. */
  get open(): StoredBasket[] {
    return [...this.rows.values()].filter(({ expiresAtMs }) => expiresAtMs === undefined);
  }

  async list({ limit, after }: BasketPageRequest) {
    const rows = this.open.map(({ basket }) => basket);
    const start = after ? rows.findIndex(({ userName }) => userName === after.userName) + 1 : 0;
    const items = rows.slice(start, start + limit);
    const last = items.at(-1);
    return { items, ...(last && start + limit < rows.length && { next: { userName: last.userName } }) };
  }
}

/** The price table as a map, with the rule that only newer announcements count. */
export class InMemoryPrices implements PriceReader, PriceRecorder {
  readonly rows = new Map<string, KnownPrice>();

  async find(productIds: readonly string[]) {
    return productIds.flatMap((id) => this.rows.get(id) ?? []);
  }

  async record(price: KnownPrice) {
    const known = this.rows.get(price.productId);
    if (known && known.occurredAt >= price.occurredAt) return false;
    this.rows.set(price.productId, price);
    return true;
  }
}

/** How a bus can take an event: `lost-answer` takes it, but the publisher never hears of it. */
export type BusMood = "takes" | "refuses" | "lost-answer";

/** The bus as a list; `beforePublish` runs as the event is on its way. */
export class InMemoryBus implements CheckoutPublisher {
  readonly events: Checkout[] = [];
  mood: BusMood = "takes";
  beforePublish: (() => void) | undefined;

  async publish(checkout: Checkout) {
    this.beforePublish?.();
    if (this.mood !== "refuses") this.events.push(checkout);
    return this.mood === "takes";
  }
}
