import * as z from "zod";
import { paging } from "../../http/page";
import { problem } from "../../http/problem";
import { type HttpResponse, json } from "../../http/response";
import { type Route, route } from "../../http/route";
import type { OrderReader } from "../domain/order";
import { orderDatePrefix } from "../domain/order-date";

const id = z.string().min(1).max(128);
const allOrders = paging("orders", z.object({ orderId: id }));
const userOrders = paging("user-orders", z.object({ userName: id, orderDate: id, orderId: id }));

const userOrdersQuery = z
  .object({ ...userOrders.query, orderDate: orderDatePrefix })
  // DynamoDB refuses to start outside of the range that it is asked for.
  .refine(({ orderDate, nextToken }) => !nextToken || nextToken.orderDate.startsWith(orderDate), {
    path: ["nextToken"],
    error: "belongs to a query with another orderDate; leave it out to start over",
  });

/** The routes of the ordering API: orders belong to their user, the list of all is for admins. */
export function orderRoutes(orders: OrderReader): readonly Route[] {
  return [
    route({
      method: "GET",
      path: "/order",
      access: "admin",
      query: z.object(allOrders.query),
      async answer({ query: { limit, nextToken: after } }) {
        return json(200, allOrders.toBody(await orders.list({ limit, after })));
      },
    }),

    route({
      method: "GET",
      path: "/order/{userName}",
      access: "owner",
      ownedBy: ({ params }) => params.userName,
      query: userOrdersQuery,
      async answer({ params: { userName }, query: { orderDate, limit, nextToken: after } }) {
        if (after && after.userName !== userName) return foreignToken();
        const { items, next } = await orders.listOfUser(userName, orderDate, { limit, after });
        return json(200, userOrders.toBody({ items, next: next && { userName, ...next } }));
      },
    }),
  ];
}

function foreignToken(): HttpResponse {
  const message = "belongs to the orders of another user; leave it out to start over";
  const detail = "The query of the request is wrong in: nextToken.";
  return problem(400, { detail, errors: [{ field: "nextToken", message }] });
}
