import * as z from "zod";
import { paging } from "../../http/page";
import { problem } from "../../http/problem";
import { created, type HttpResponse, json, noContent } from "../../http/response";
import { type Route, route } from "../../http/route";
import { type BasketItem, basketInput, checkoutInput, findBasket } from "../domain/basket";
import { type CheckoutOutcome, checkOut } from "../domain/checkout";
import type { CheckoutPorts } from "../domain/ports";
import { saveBasket } from "../domain/save-basket";

const baskets = paging("baskets", z.object({ userName: z.string().min(1).max(128) }));

/** The routes of the basket API: a basket belongs to its user, the list of all is for admins. */
export function basketRoutes(ports: CheckoutPorts): readonly Route[] {
  return [
    route({
      method: "GET",
      path: "/basket",
      access: "admin",
      query: z.object(baskets.query),
      async answer({ query: { limit, nextToken: after } }) {
        return json(200, baskets.toBody(await ports.baskets.list({ limit, after })));
      },
    }),

    route({
      method: "POST",
      path: "/basket",
      access: "owner",
      body: basketInput,
      ownedBy: ({ body }) => body.userName,
      async answer({ body }) {
        const outcome = await saveBasket(ports.baskets, ports.identity, body);
        if (outcome === "replaced") return json(200, body);
        return created(body, `basket/${encodeURIComponent(body.userName)}`);
      },
    }),

    route({
      method: "POST",
      path: "/basket/checkout",
      access: "owner",
      body: checkoutInput,
      ownedBy: ({ body }) => body.userName,
      async answer({ request, body }) {
        return checkoutAnswer(await checkOut(ports, body, request.correlationId));
      },
    }),

    route({
      method: "GET",
      path: "/basket/{userName}",
      access: "owner",
      ownedBy: ({ params }) => params.userName,
      async answer({ params: { userName } }) {
        const basket = await findBasket(ports.baskets, userName);
        return basket ? json(200, basket) : noBasket();
      },
    }),

    route({
      method: "DELETE",
      path: "/basket/{userName}",
      access: "owner",
      ownedBy: ({ params }) => params.userName,
      async answer({ params: { userName } }) {
        return (await ports.baskets.remove(userName)) ? noContent() : noBasket();
      },
    }),
  ];
}

function checkoutAnswer(outcome: CheckoutOutcome): HttpResponse {
  switch (outcome.kind) {
    case "accepted":
      return json(202, { orderId: outcome.orderId });
    case "no-basket":
      return noBasket();
    case "empty":
      return problem(409, { detail: "The basket is empty; put something into it first." });
    case "unknown-prices":
      return unorderable(
        outcome.items,
        outcome.positions,
        "has no known price",
        "remove it or try again later",
      );
    case "mixed-currencies": {
      const rule = `is not priced in ${outcome.currency} like the first item`;
      return unorderable(outcome.items, outcome.positions, rule, "order it separately");
    }
    case "unpublished":
      return problem(503, {
        detail:
          "The order could not be passed on; the basket is kept. Repeat the checkout, it stays one order.",
        headers: { "retry-after": "1" },
      });
    case "contended":
      return problem(409, { detail: "The basket keeps changing; check out again when it is final." });
  }
}

/** 409 that names the products in the way. */
function unorderable(
  items: readonly BasketItem[],
  positions: readonly number[],
  rule: string,
  wayOut: string,
): HttpResponse {
  const errors = positions.flatMap((position) => {
    const item = items[position];
    const field = `items[${position}].productId`;
    return item
      ? [{ field, message: `product ${item.productId} (${item.productName}) ${rule}; ${wayOut}` }]
      : [];
  });
  const products = positions.map((position) => items[position]?.productId).join(", ");
  return problem(409, { detail: `The basket cannot be ordered because of: ${products}.`, errors });
}

function noBasket(): HttpResponse {
  return problem(404, { detail: "There is no basket; POST /basket makes one." });
}
