import type { CheckoutBasketEvent } from "../../contracts/checkout-basket";

/** An order as clients see it: the checkout as it was, and when that was. */
export type Order = CheckoutBasketEvent["data"] & {
  /** UTC with milliseconds. */
  readonly orderDate: string;
};

/** Where a page of one user's orders ends. */
export interface UserOrderPosition {
  readonly orderDate: string;
  readonly orderId: string;
}

/** Where a page of all orders ends. */
export interface OrderPosition {
  readonly orderId: string;
}

export interface OrderPageRequest<Position> {
  /** Most orders to return. */
  readonly limit: number;
  /** Where the previous page ended. */
  readonly after?: Position | undefined;
}

export interface OrderPage<Position> {
  readonly items: readonly Order[];
  /** Where the next page starts; absent on the last one. */
  readonly next?: Position | undefined;
}

/** The order table, as the consumer of checkouts writes it. */
export interface OrderRecorder {
  /** Stores an order under a new id; false if that order is stored already. */
  insert(order: Order): Promise<boolean>;
}

/** The order table, as the API reads it. */
export interface OrderReader {
  /** Orders of a user, newest first, whose date starts with `datePrefix`. */
  listOfUser(
    userName: string,
    datePrefix: string,
    page: OrderPageRequest<UserOrderPosition>,
  ): Promise<OrderPage<UserOrderPosition>>;
  /** All orders in no particular order. */
  list(page: OrderPageRequest<OrderPosition>): Promise<OrderPage<OrderPosition>>;
}

/**
 * Makes the order of a checkout. The order depends on the event alone and is stored once per order id,
 * so an event that is delivered again, or published again by a repeated checkout, changes nothing.
 */
export async function placeOrder(
  orders: OrderRecorder,
  { metadata, data }: CheckoutBasketEvent,
): Promise<"placed" | "duplicate"> {
  const order = { ...data, orderDate: metadata.occurredAt };
  return (await orders.insert(order)) ? "placed" : "duplicate";
}
