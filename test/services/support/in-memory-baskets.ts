import type { StoredBasket } from "../../../services/basket/domain/basket";
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
    const created = !this.rows.has(stored.basket.userName);
    this.rows.set(stored.basket.userName, stored);
    return created;
  }

  async fixOrder(userName: string, revision: string, orderId: string) {
    const row = this.rows.get(userName);
    if (row?.revision !== revision || row.orderId !== undefined) return false;
    this.rows.set(userName, { ...row, orderId });
    return true;
  }

  async remove(userName: string) {
    return this.rows.delete(userName);
  }

  async removeRevision(userName: string, revision: string) {
    return this.rows.get(userName)?.revision === revision && this.rows.delete(userName);
  }

  async list({ limit, after }: BasketPageRequest) {
    const rows = [...this.rows.values()].map(({ basket }) => basket);
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
