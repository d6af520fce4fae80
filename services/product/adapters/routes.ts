import * as z from "zod";
import { paging } from "../../http/page";
import { problem } from "../../http/problem";
import type { HttpRequest } from "../../http/request";
import { created, type HttpResponse, json, noContent } from "../../http/response";
import { type Route, route } from "../../http/route";
import { changeProduct } from "../domain/change-product";
import { createProduct } from "../domain/create-product";
import { findProduct } from "../domain/find-product";
import type { ProductPorts } from "../domain/ports";
import { productInput } from "../domain/product";
import { withdrawProduct } from "../domain/withdraw-product";

/** What a stored category can be; the index refuses to be asked for an empty one. */
const category = productInput.shape.category.optional();

const products = paging("products", z.object({ id: z.string().min(1).max(128), category }));

const productsQuery = z
  .object({ ...products.query, category })
  .refine(({ category: asked, nextToken }) => !nextToken || nextToken.category === asked, {
    path: ["nextToken"],
    error: "belongs to a query with another category; leave it out to start over",
  });

/** The routes of the product API: anyone reads, admins write. */
export function productRoutes(ports: ProductPorts): readonly Route[] {
  return [
    route({
      method: "GET",
      path: "/product",
      access: "anyone",
      query: productsQuery,
      async answer({ query: { category, limit, nextToken: after } }) {
        const page = { limit, after };
        const found =
          category === undefined
            ? await ports.products.list(page)
            : await ports.products.listCategory(category, page);
        return json(200, products.toBody({ ...found, next: found.next && { ...found.next, category } }));
      },
    }),

    route({
      method: "POST",
      path: "/product",
      access: "admin",
      body: productInput,
      async answer({ request, body: input, caller: { userName } }) {
        const key = readIdempotencyKey(request);
        if (key && !key.ok) return key.answer;

        const { correlationId } = request;
        const outcome = await createProduct(ports, {
          input,
          correlationId,
          userName,
          idempotencyKey: key?.value,
        });
        if (outcome.kind === "key-taken") return keyTaken(outcome.id);
        const location = `product/${encodeURIComponent(outcome.product.id)}`;
        if (outcome.kind === "created") return created(outcome.product, location);
        const wayOut = key ? "repeat this request" : `send the same product as PUT to ${location}`;
        return unannounced(`The product is stored as ${location}`, wayOut, { location });
      },
    }),

    route({
      method: "GET",
      path: "/product/{id}",
      access: "anyone",
      async answer({ params: { id } }) {
        const product = await findProduct(ports.products, id);
        return product ? json(200, product) : unknown(id);
      },
    }),

    route({
      method: "PUT",
      path: "/product/{id}",
      access: "admin",
      body: productInput,
      async answer({ request, params: { id }, body }) {
        const outcome = await changeProduct(ports, id, body, request.correlationId);
        switch (outcome.kind) {
          case "changed":
            return json(200, outcome.product);
          case "unannounced":
            return unannounced("The product is stored", "repeat this request");
          case "unknown":
            return unknown(id);
          case "contended":
            return contended(id);
        }
      },
    }),

    route({
      method: "DELETE",
      path: "/product/{id}",
      access: "admin",
      async answer({ request, params: { id } }) {
        switch (await withdrawProduct(ports, id, request.correlationId)) {
          case "withdrawn":
            return noContent();
          case "unannounced":
            return unannounced("The product is off the shelf", "repeat this request");
          case "unknown":
            return unknown(id);
          case "contended":
            return contended(id);
        }
      },
    }),
  ];
}

type IdempotencyKey =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly answer: HttpResponse };

function readIdempotencyKey({ headers }: HttpRequest): IdempotencyKey | undefined {
  const value = headers["idempotency-key"];
  if (value === undefined) return undefined;
  if (/^[\x21-\x7e]{1,128}$/.test(value)) return { ok: true, value };
  const message = "must be 1 to 128 printable ASCII characters without spaces";
  const detail = "The header Idempotency-Key is wrong.";
  return { ok: false, answer: problem(400, { detail, errors: [{ field: "Idempotency-Key", message }] }) };
}

function keyTaken(id: string): HttpResponse {
  const detail =
    `This Idempotency-Key has made product ${id}, which was another one, or was changed or deleted since; ` +
    "send a new key for a new product.";
  return problem(409, { detail });
}

function unannounced(state: string, wayOut: string, headers: Record<string, string> = {}): HttpResponse {
  const detail = `${state}, but its price could not be announced to the shop; ${wayOut}.`;
  return problem(503, { detail, headers: { "retry-after": "1", ...headers } });
}

function unknown(id: string): HttpResponse {
  return problem(404, { detail: `There is no product ${id}.` });
}

function contended(id: string): HttpResponse {
  return problem(409, { detail: `Product ${id} is being changed by others; read it and try again.` });
}
