import { serveRest } from "../../../services/http/serve";
import { productRoutes } from "../../../services/product/adapters/routes";
import { FakeIdentity } from "../support/fake-identity";
import { InMemoryProducts, InMemoryTopic } from "../support/in-memory-products";
import { lambdaContext } from "../support/lambda-context";
import { RecordingLogger } from "../support/recording-logger";
import { type RestCall, restClaims, restEvent } from "../support/rest-event";

const kettle = {
  name: "Kettle",
  description: "Boils water",
  imageFile: "kettle.png",
  category: "kitchen",
  price: 4999,
};
const admin = restClaims("boss", "admin,staff");

/** The product API over tables in memory. */
function api() {
  const products = new InMemoryProducts();
  const topic = new InMemoryTopic();
  const routes = productRoutes({
    products,
    announcer: topic,
    identity: new FakeIdentity("id"),
    defaultCurrency: "USD",
  });
  const serve = serveRest({ routes, logger: new RecordingLogger() });
  const call = async (request: RestCall) => {
    const { statusCode, headers, body } = await serve(restEvent(request), lambdaContext);
    return { statusCode, headers, body: body === "" ? undefined : JSON.parse(body) };
  };
  const create = (body: unknown = kettle) => call({ method: "POST", path: "/product", body, claims: admin });
  return { call, create, products, topic };
}

test("POST /product is 201 with the product and a location below the collection, wherever the API stands", async () => {
  const { create, topic } = api();

  expect(await create()).toEqual({
    statusCode: 201,
    headers: {
      "content-type": "application/json",
      location: "product/id-1",
      "x-correlation-id": "7f2a6c1e-2f0b-4c39-9a43-0d5b1e7a8c90",
    },
    body: { id: "id-1", ...kettle, currency: "USD" },
  });
  expect(topic.events).toHaveLength(1);
});

test("the correlation id of the request travels with the event", async () => {
  const { call, topic } = api();
  const headers = { "X-Correlation-Id": "launch-7" };

  await call({ method: "POST", path: "/product", body: kettle, claims: admin, headers });

  expect(topic.events[0]?.correlationId).toBe("launch-7");
});

test("a body in base64 is read like any other", async () => {
  const { call } = api();
  const request = { method: "POST", path: "/product", body: kettle, base64: true, claims: admin };

  expect((await call(request)).statusCode).toBe(201);
});

test.each([
  ["POST", "/product"],
  ["PUT", "/product/id-1"],
  ["DELETE", "/product/id-1"],
])("%s %s is for admins", async (method, path) => {
  const { call, create, products } = api();
  await create();

  expect((await call({ method, path, body: kettle })).statusCode).toBe(401);
  const somebody = restClaims("ada", "staff,administrators");
  expect((await call({ method, path, body: kettle, claims: somebody })).statusCode).toBe(403);
  expect(products.rows.get("id-1")).toMatchObject({ version: 1 });
  expect(products.rows.size).toBe(1);
});

test("anyone reads products, one by one and by category", async () => {
  const { call, create } = api();
  await create();
  await create({ ...kettle, name: "Spade", category: "garden" });

  expect((await call({ method: "GET", path: "/product/id-1" })).body).toMatchObject({ name: "Kettle" });
  expect((await call({ method: "GET", path: "/product" })).body.items).toHaveLength(2);
  const garden = await call({ method: "GET", path: "/product", query: { category: "garden" } });
  expect(garden.body).toEqual({ items: [expect.objectContaining({ name: "Spade" })] });
});

test("a list is read page by page, each product once", async () => {
  const { call, create } = api();
  for (const name of ["a", "b", "c"]) await create({ ...kettle, name });

  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const query = { limit: "2", category: "kitchen", ...(nextToken && { nextToken }) };
    const { body } = await call({ method: "GET", path: "/product", query });
    names.push(...body.items.map(({ name }: { name: string }) => name));
    nextToken = body.nextToken;
  } while (nextToken !== undefined);

  expect(names).toEqual(["a", "b", "c"]);
});

test.each([{ category: "garden" }, {}])("a page token of a category does not fit %j", async (other) => {
  const { call, create } = api();
  for (const name of ["a", "b"]) await create({ ...kettle, name });
  const list = { method: "GET", path: "/product" };
  const { body } = await call({ ...list, query: { limit: "1", category: "kitchen" } });

  const answer = await call({ ...list, query: { ...other, nextToken: body.nextToken } });

  expect(answer).toMatchObject({ statusCode: 400, body: { errors: [{ field: "nextToken" }] } });
});

test("a category is found as it is stored, without the spaces around it", async () => {
  const { call, create } = api();
  await create({ ...kettle, category: " kitchen " });

  const { body } = await call({ method: "GET", path: "/product", query: { category: " kitchen" } });

  expect(body.items).toHaveLength(1);
});

test.each([
  [{ limit: "0" }, "limit"],
  [{ limit: "0x10" }, "limit"],
  [{ limit: "101" }, "limit"],
  [{ nextToken: "made-up" }, "nextToken"],
  [{ category: "" }, "category"],
])("GET /product with %j is 400 and names %s", async (query, field) => {
  const { statusCode, body } = await api().call({ method: "GET", path: "/product", query });

  expect(statusCode).toBe(400);
  expect(body.errors).toEqual([{ field, message: expect.any(String) }]);
});

test("PUT changes, DELETE removes, and both are 404 for unknown products", async () => {
  const { call, create } = api();
  await create();
  const put = { method: "PUT", body: { ...kettle, price: 5999 }, claims: admin };
  const remove = { method: "DELETE", claims: admin };

  expect((await call({ ...put, path: "/product/id-1" })).body).toMatchObject({ id: "id-1", price: 5999 });
  expect(await call({ ...remove, path: "/product/id-1" })).toMatchObject({
    statusCode: 204,
    body: undefined,
  });

  for (const request of [put, remove, { method: "GET" }]) {
    const answer = await call({ ...request, path: "/product/id-1" });
    expect(answer).toMatchObject({ statusCode: 404, body: { detail: "There is no product id-1." } });
  }
});

test("the id in the path counts, not one in the body", async () => {
  const { call, create, products } = api();
  await create();

  await call({ method: "PUT", path: "/product/id-1", body: { ...kettle, id: "id-9" }, claims: admin });

  expect([...products.rows.keys()]).toEqual(["id-1"]);
});

test("a wrong product is 400 and every wrong field is named", async () => {
  const { statusCode, headers, body } = await api().create({
    ...kettle,
    name: "",
    price: 49.99,
    currency: "$",
  });

  expect(statusCode).toBe(400);
  expect(headers).toMatchObject({ "content-type": "application/problem+json" });
  expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(["name", "price", "currency"]);
});

describe("when the topic does not take the price", () => {
  test("POST is 503, says where the product is, and PUT to there publishes", async () => {
    const { call, create, topic } = api();
    topic.refusing = true;

    const answer = await create();

    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { "retry-after": "1", location: "product/id-1" },
      body: { detail: expect.stringContaining("send the same product as PUT to product/id-1") },
    });
    topic.refusing = false;
    const put = { method: "PUT", path: "/product/id-1", body: kettle, claims: admin };
    expect((await call(put)).statusCode).toBe(200);
    expect(topic.events).toEqual([expect.objectContaining({ productId: "id-1", price: 4999 })]);
  });

  test("POST with an Idempotency-Key is 503 and can be repeated as it is", async () => {
    const { call, products, topic } = api();
    const headers = { "Idempotency-Key": "k-1" };
    const post = { method: "POST", path: "/product", body: kettle, claims: admin, headers };
    topic.refusing = true;
    expect(await call(post)).toMatchObject({
      statusCode: 503,
      body: { detail: expect.stringContaining("repeat this request") },
    });
    topic.refusing = false;

    expect((await call(post)).statusCode).toBe(201);
    expect((await call({ ...post, body: { ...kettle, name: "Pan" } })).statusCode).toBe(409);
    expect(products.rows.size).toBe(1);
    expect(topic.events).toHaveLength(1);
  });

  test.each(["PUT", "DELETE"])("%s is 503 and can be repeated as it is", async (method) => {
    const { call, create, topic } = api();
    await create();
    const request = { method, path: "/product/id-1", body: { ...kettle, price: 1 }, claims: admin };
    topic.refusing = true;
    expect((await call(request)).statusCode).toBe(503);
    topic.refusing = false;

    expect((await call(request)).statusCode).toBe(method === "PUT" ? 200 : 204);
    expect(topic.events).toHaveLength(2);
  });
});

test("a key that is none is 400", async () => {
  const headers = { "Idempotency-Key": "with space" };
  const post = { method: "POST", path: "/product", body: kettle, claims: admin, headers };

  expect(await api().call(post)).toMatchObject({
    statusCode: 400,
    body: { errors: [{ field: "Idempotency-Key" }] },
  });
});

test("a product that others keep writing is 409", async () => {
  const { call, create, products } = api();
  await create();
  products.replace = async () => false;

  for (const method of ["PUT", "DELETE"]) {
    const answer = await call({ method, path: "/product/id-1", body: kettle, claims: admin });
    expect(answer.statusCode).toBe(409);
  }
});
