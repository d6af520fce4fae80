import type {
  Order,
  OrderPageRequest,
  OrderPosition,
  OrderReader,
  OrderRecorder,
  UserOrderPosition,
} from "../../../services/ordering/domain/order";

/** The order table as a map. */
export class InMemoryOrders implements OrderReader, OrderRecorder {
  readonly rows = new Map<string, Order>();

  async insert(order: Order) {
    if (this.rows.has(order.orderId)) return false;
    this.rows.set(order.orderId, order);
    return true;
  }

  async listOfUser(userName: string, datePrefix: string, page: OrderPageRequest<UserOrderPosition>) {
    const rows = [...this.rows.values()]
      .filter((order) => order.userName === userName && order.orderDate.startsWith(datePrefix))
      .sort((a, b) => b.orderDate.localeCompare(a.orderDate));
    const { items, last, more } = slice(rows, page);
    return { items, ...(last && more && { next: { orderDate: last.orderDate, orderId: last.orderId } }) };
  }

  async list(page: OrderPageRequest<OrderPosition>) {
    const { items, last, more } = slice([...this.rows.values()], page);
    return { items, ...(last && more && { next: { orderId: last.orderId } }) };
  }
}

function slice(rows: readonly Order[], { limit, after }: OrderPageRequest<OrderPosition>) {
  const start = after ? rows.findIndex(({ orderId }) => orderId === after.orderId) + 1 : 0;
  const items = rows.slice(start, start + limit);
  return { items, last: items.at(-1), more: start + limit < rows.length };
}
