import { checkoutBasketExample } from "../../../services/contracts/checkout-basket";
import { serveHttpApi } from "../../../services/http/serve";
import { orderRoutes } from "../../../services/ordering/adapters/routes";
import { accessClaims, type HttpApiCall, httpApiEvent, idClaims } from "../support/http-api-event";
import { InMemoryOrders } from "../support/in-memory-orders";
import { lambdaContext } from "../support/lambda-context";
import { RecordingLogger } from "../support/recording-logger";

const days = ["2025-03-13", "2025-03-14", "2025-03-14", "2025-03-15"];

/** The ordering API over four orders of ada, o-0 to o-3, and one of bob. */
async function api() {
  const orders = new InMemoryOrders();
  for (const [at, day] of days.entries()) {
    const orderDate = `${day}T0${at}:00:00.000Z`;
    await orders.insert({ ...checkoutBasketExample.data, orderId: `o-${at}`, orderDate });
  }
  const bobs = { ...checkoutBasketExample.data, userName: "bob", orderId: "o-bob" };
  await orders.insert({ ...bobs, orderDate: "2025-03-14T00:00:00.000Z" });
  const serve = serveHttpApi({ routes: orderRoutes(orders), logger: new RecordingLogger() });
  return async (request: Omit<HttpApiCall, "method"> & { method?: string }) => {
    const { statusCode, body } = await serve(httpApiEvent({ method: "GET", ...request }), lambdaContext);
    const parsed = JSON.parse(body ?? "");
    const ids = parsed.items?.map(({ orderId }: { orderId: string }) => orderId);
    return { statusCode, body: parsed, ids };
  };
}

const adas = { path: "/order/ada", claims: accessClaims("ada") };

test("a user reads the own orders, newest first", async () => {
  const call = await api();

  const { statusCode, body, ids } = await call(adas);

  expect(statusCode).toBe(200);
  expect(ids).toEqual(["o-3", "o-2", "o-1", "o-0"]);
  expect(body.items[0]).toEqual({
    ...checkoutBasketExample.data,
    orderId: "o-3",
    orderDate: "2025-03-15T03:00:00.000Z",
  });
});

test("id tokens open them too", async () => {
  const call = await api();

  expect((await call({ ...adas, claims: idClaims("ada") })).statusCode).toBe(200);
});

test.each([
  ["2025-03-14", ["o-2", "o-1"]],
  ["2025-03-14T01:00:00.000Z", ["o-1"]],
  ["2025-03-14T01:00:00Z", ["o-1"]],
  ["2024-03-14", []],
])("orderDate=%s selects %j", async (orderDate, expected) => {
  const call = await api();

  expect((await call({ ...adas, query: { orderDate } })).ids).toEqual(expected);
});

test("a list is read page by page", async () => {
  const call = await api();

  const first = await call({ ...adas, query: { limit: "3" } });
  const second = await call({ ...adas, query: { limit: "3", nextToken: first.body.nextToken } });

  expect([...first.ids, ...second.ids]).toEqual(["o-3", "o-2", "o-1", "o-0"]);
  expect(second.body).not.toHaveProperty("nextToken");
});

test("a page token does not fit another day", async () => {
  const call = await api();
  const { body } = await call({ ...adas, query: { limit: "1", orderDate: "2025-03-14" } });

  const answer = await call({ ...adas, query: { nextToken: body.nextToken, orderDate: "2025-03-15" } });

  expect(answer).toMatchObject({ statusCode: 400, body: { errors: [{ field: "nextToken" }] } });
});

test("a page token of one user does not open another's orders", async () => {
  const call = await api();
  const { body } = await call({ ...adas, query: { limit: "1" } });

  const bobs = { path: "/order/bob", claims: accessClaims("bob") };
  const answer = await call({ ...bobs, query: { nextToken: body.nextToken } });

  expect(answer).toMatchObject({ statusCode: 400, body: { errors: [{ field: "nextToken" }] } });
});

test("a page token of one list does not open another", async () => {
  const call = await api();
  const admin = accessClaims("boss", "[admin]");
  const { body } = await call({ path: "/order", claims: admin, query: { limit: "1" } });

  const answer = await call({ ...adas, query: { nextToken: body.nextToken } });

  expect(answer).toMatchObject({ statusCode: 400, body: { errors: [{ field: "nextToken" }] } });
});

test.each([
  [{ orderDate: "yesterday" }, "orderDate"],
  [{ limit: "1000" }, "limit"],
])("%j is 400 and names %s", async (query, field) => {
  const call = await api();

  expect(await call({ ...adas, query })).toMatchObject({ statusCode: 400, body: { errors: [{ field }] } });
});

test("orders of others are 403, for admins too; without token it is 401", async () => {
  const call = await api();

  expect((await call({ path: "/order/ada" })).statusCode).toBe(401);
  expect((await call({ ...adas, claims: accessClaims("bob") })).statusCode).toBe(403);
  expect((await call({ ...adas, claims: accessClaims("boss", "[admin]") })).statusCode).toBe(403);
});

test("the list of all orders is for admins", async () => {
  const call = await api();

  expect((await call({ path: "/order", claims: accessClaims("ada") })).statusCode).toBe(403);
  const all = await call({ path: "/order", claims: accessClaims("boss", "[admin staff]") });
  expect(all.ids).toHaveLength(5);
});

test("orders are not written through this API", async () => {
  const call = await api();

  expect((await call({ ...adas, method: "POST", body: {} })).statusCode).toBe(404);
  expect((await call({ ...adas, path: "/orders" })).statusCode).toBe(404);
});
