import { basketRoutes } from "../../../services/basket/adapters/routes";
import { serveHttpApi } from "../../../services/http/serve";
import { FakeIdentity } from "../support/fake-identity";
import { accessClaims, type HttpApiCall, httpApiEvent, idClaims } from "../support/http-api-event";
import { InMemoryBaskets, InMemoryBus, InMemoryPrices } from "../support/in-memory-baskets";
import { lambdaContext } from "../support/lambda-context";
import { RecordingLogger } from "../support/recording-logger";

const kettle = { productId: "p", productName: "Kettle", quantity: 2, color: "red" };
const adasBasket = { userName: "ada", items: [kettle] };
const checkout = {
  userName: "ada",
  firstName: "Ada",
  lastName: "Lovelace",
  email: "ada@example.com",
  address: "12 St James's Square, London",
  cardInfo: "4111111111111111",
  paymentMethod: 1,
};
const ada = accessClaims("ada");

/** The basket API over tables in memory, in which the product `p` costs 49.99. */
async function api() {
  const baskets = new InMemoryBaskets();
  const prices = new InMemoryPrices();
  const bus = new InMemoryBus();
  const logger = new RecordingLogger();
  const occurredAt = "2025-03-14T09:26:53.589Z";
  await prices.record({ productId: "p", occurredAt, withdrawn: false, price: 4999, currency: "USD" });
  const routes = basketRoutes({ baskets, prices, publisher: bus, identity: new FakeIdentity("id") });
  const serve = serveHttpApi({ routes, logger });
  const call = async (request: HttpApiCall) => {
    const { statusCode, headers, body } = await serve(httpApiEvent(request), lambdaContext);
    return { statusCode, headers, body: body ? JSON.parse(body) : undefined };
  };
  const save = (body: unknown = adasBasket, claims = ada) =>
    call({ method: "POST", path: "/basket", body, claims });
  const checkOut = (body: unknown = checkout, claims = ada) =>
    call({ method: "POST", path: "/basket/checkout", body, claims });
  return { call, save, checkOut, baskets, prices, bus, logger };
}

test("POST /basket is 201 with location for a new basket and 200 for a replaced one", async () => {
  const { save, call } = await api();

  expect(await save({ userName: "ada", items: [{ ...kettle, price: 1 }] })).toMatchObject({
    statusCode: 201,
    headers: { location: "basket/ada" },
    body: adasBasket,
  });
  const replaced = await save({ userName: "ada", items: [] });
  expect(replaced).toMatchObject({ statusCode: 200, body: { userName: "ada", items: [] } });
  expect(replaced.headers).not.toHaveProperty("location");
  expect((await call({ method: "GET", path: "/basket/ada", claims: ada })).body).toEqual({
    userName: "ada",
    items: [],
  });
});

test("a location is a valid path for any user name", async () => {
  const { save } = await api();

  const { headers } = await save({ userName: "ada%41 lövelace", items: [] }, accessClaims("ada%41 lövelace"));

  expect(headers).toMatchObject({ location: "basket/ada%2541%20l%C3%B6velace" });
});

test.each(["a/b", ".", ".."])("a user name that no path can name is refused: %s", async (userName) => {
  const { save } = await api();

  expect(await save({ userName, items: [] }, accessClaims(userName))).toMatchObject({
    statusCode: 400,
    body: {
      errors: [
        {
          field: "userName",
          message: "must not hold a slash or be . or .., which no path of an API can name",
        },
      ],
    },
  });
});

test("id tokens and access tokens both open the basket of their user", async () => {
  const { save, call } = await api();
  await save();

  for (const claims of [accessClaims("ada"), idClaims("ada")]) {
    expect(await call({ method: "GET", path: "/basket/ada", claims })).toMatchObject({
      statusCode: 200,
      body: adasBasket,
    });
  }
});

test.each([
  ["POST", "/basket", adasBasket],
  ["POST", "/basket/checkout", checkout],
  ["GET", "/basket/ada", undefined],
  ["DELETE", "/basket/ada", undefined],
])(
  "%s %s is for the owner: 401 without token, 403 for others, admins included",
  async (method, path, body) => {
    const { call, save, baskets, bus } = await api();
    await save();
    const before = baskets.rows.get("ada");

    expect((await call({ method, path, body })).statusCode).toBe(401);
    for (const claims of [accessClaims("bob"), accessClaims("Ada"), accessClaims("boss", "[admin]")]) {
      expect((await call({ method, path, body, claims })).statusCode).toBe(403);
    }
    expect(baskets.rows.get("ada")).toEqual(before);
    expect(bus.events).toEqual([]);
  },
);

test("GET /basket is for admins and shows nothing of the service's own attributes", async () => {
  const { call, save } = await api();
  await save();
  const list = { method: "GET", path: "/basket" };

  expect((await call({ ...list, claims: ada })).statusCode).toBe(403);
  expect((await call({ ...list, claims: accessClaims("boss", "[staff]") })).statusCode).toBe(403);
  expect(await call({ ...list, claims: accessClaims("boss", "[admin staff]") })).toMatchObject({
    statusCode: 200,
    body: { items: [adasBasket] },
  });
});

test("GET /basket is read page by page", async () => {
  const { call, save } = await api();
  for (const userName of ["a", "b", "c"]) await save({ userName, items: [] }, accessClaims(userName));
  const list = { method: "GET", path: "/basket", claims: accessClaims("boss", "[admin]") };

  const first = await call({ ...list, query: { limit: "2" } });
  const second = await call({ ...list, query: { limit: "2", nextToken: first.body.nextToken } });

  expect(first.body.items.map(({ userName }: { userName: string }) => userName)).toEqual(["a", "b"]);
  expect(second.body).toEqual({ items: [{ userName: "c", items: [] }] });
});

test("DELETE /basket/{userName} is 204, then 404", async () => {
  const { call, save } = await api();
  await save();
  const request = { method: "DELETE", path: "/basket/ada", claims: ada };

  expect(await call(request)).toMatchObject({ statusCode: 204, body: undefined });
  expect((await call(request)).statusCode).toBe(404);
  expect((await call({ ...request, method: "GET" })).statusCode).toBe(404);
});

test("a wrong basket is 400 and every wrong field is named", async () => {
  const { save } = await api();
  const items = [
    { productId: "p", quantity: 0 },
    { ...kettle, color: 7 },
  ];

  const { statusCode, body } = await save({ userName: "ada", items });

  expect(statusCode).toBe(400);
  expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
    "items[0].productName",
    "items[0].quantity",
    "items[1].color",
  ]);
});

describe("POST /basket/checkout", () => {
  test("is 202 with the id under which the order will appear", async () => {
    const { save, checkOut, bus, baskets } = await api();
    await save();

    const answer = await checkOut();

    expect(answer).toMatchObject({ statusCode: 202, body: { orderId: bus.events[0]?.data.orderId } });
    expect(Object.keys(answer.body)).toEqual(["orderId"]);
    expect(bus.events[0]).toMatchObject({ correlationId: "HXabcE1gFiAEJUQ=", data: { totalPrice: 9998 } });
    expect(baskets.open).toEqual([]);
  });

  test("names every wrong field", async () => {
    const { checkOut } = await api();

    const { statusCode, body } = await checkOut({
      userName: "ada",
      email: "ada",
      paymentMethod: "4111111111111111",
    });

    expect(statusCode).toBe(400);
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
      "firstName",
      "lastName",
      "email",
      "address",
      "paymentMethod",
    ]);
    expect(JSON.stringify(body)).not.toContain("4111");
  });

  test("is 404 without basket", async () => {
    const { checkOut } = await api();

    expect((await checkOut()).statusCode).toBe(404);
  });

  test("is 409 for an empty basket", async () => {
    const { save, checkOut } = await api();
    await save({ userName: "ada", items: [] });

    expect((await checkOut()).statusCode).toBe(409);
  });

  test("is 409 and names the products without known price", async () => {
    const { save, checkOut, baskets } = await api();
    await save({ userName: "ada", items: [kettle, { ...kettle, productId: "ghost", productName: "Ghost" }] });

    expect(await checkOut()).toMatchObject({
      statusCode: 409,
      headers: { "content-type": "application/problem+json" },
      body: {
        detail: "The basket cannot be ordered because of: ghost.",
        errors: [
          {
            field: "items[1].productId",
            message: "product ghost (Ghost) has no known price; remove it or try again later",
          },
        ],
      },
    });
    expect(baskets.rows.size).toBe(1);
  });

  test("is 409 and names the products in another currency", async () => {
    const { save, checkOut, prices } = await api();
    const occurredAt = "2025-03-14T09:26:53.589Z";
    await prices.record({ productId: "eu", occurredAt, withdrawn: false, price: 1, currency: "EUR" });
    await save({ userName: "ada", items: [kettle, { ...kettle, productId: "eu" }] });

    expect(await checkOut()).toMatchObject({
      statusCode: 409,
      body: {
        errors: [
          {
            field: "items[1].productId",
            message: "product eu (Kettle) is not priced in USD like the first item; order it separately",
          },
        ],
      },
    });
  });

  test("is 503 when the bus does not take it, and can be repeated as it is", async () => {
    const { save, checkOut, bus, baskets } = await api();
    await save();
    bus.mood = "refuses";

    expect(await checkOut()).toMatchObject({ statusCode: 503, headers: { "retry-after": "1" } });
    expect(baskets.rows.get("ada")?.basket).toEqual(adasBasket);

    bus.mood = "takes";
    expect((await checkOut()).statusCode).toBe(202);
  });

  test("is 409 while the basket keeps changing", async () => {
    const { save, checkOut, baskets } = await api();
    await save();
    baskets.fixOrder = async () => false;

    expect((await checkOut()).statusCode).toBe(409);
  });

  test("repeated, is told the same order, while there is no basket any more", async () => {
    const { save, checkOut, call, baskets, bus } = await api();
    await save();
    const first = await checkOut();

    expect(await checkOut()).toEqual(first);
    for (const method of ["GET", "DELETE"]) {
      expect((await call({ method, path: "/basket/ada", claims: ada })).statusCode).toBe(404);
    }
    expect(baskets.open).toEqual([]);
    expect(bus.events).toHaveLength(1);
    expect((await save()).statusCode).toBe(201);
  });
});
