import "./pass-through";
import { LocalCloud } from "../../local/cloud";
import { type Person, PRODUCT, Shop } from "./shop";
import { stacks } from "./stacks";

let cloud: LocalCloud;
let shop: Shop;
let admin: Person;
let ada: Person;
let eve: Person;

beforeAll(async () => {
  cloud = await LocalCloud.fromStacks(stacks("dev"), { clock: "virtual", seed: 7 });
  shop = new Shop(cloud);
  admin = await shop.person("root", { admin: true });
  ada = await shop.person("ada");
  eve = await shop.person("eve");
});

afterAll(() => cloud.close());

describe("the shop, from sign-up to order", () => {
  test("a checkout becomes one order with the catalog's price times the quantity", async () => {
    const productId = await shop.product(admin, { price: 4999 });
    expect((await shop.basket(ada, [{ productId, quantity: 3 }])).status).toBe(201);

    const { status, body } = await shop.checkout(ada);
    await cloud.settle();
    await cloud.advance("20m");

    expect(status).toBe(202);
    const { body: orders } = await shop.orders(ada);
    expect(orders.items).toEqual([
      expect.objectContaining({
        orderId: body.orderId,
        userName: "ada",
        totalPrice: 14_997,
        currency: "EUR",
      }),
    ]);
    expect((await shop.ask("basket", "GET", "/basket/ada", { as: ada })).status).toBe(404);
    expect(cloud.queue("dev-ordering-checkout-dlq").messages).toHaveLength(0);
    expect(cloud.trace(body.orderId)).toPassThrough(
      "basket-api",
      "shop bus",
      "ordering-checkout",
      "order table",
    );
    expect(cloud.internalErrors).toEqual([]);
    expect(cloud.denials).toEqual([]);
  });

  test("a price that the client names is not believed", async () => {
    const productId = await shop.product(admin, { price: 700 });
    const items = [{ productId, productName: "Engine", quantity: 2, color: "brass", price: 1 }];
    await shop.ask("basket", "POST", "/basket", { as: eve, body: { userName: "eve", items } });

    await shop.checkout(eve, { totalPrice: 1 });
    await cloud.settle();

    const { body: orders } = await shop.orders(eve);
    expect(orders.items).toEqual([expect.objectContaining({ totalPrice: 1400 })]);
  });

  test("a changed price counts from the next checkout on", async () => {
    const productId = await shop.product(admin, { price: 100 });
    const product = { ...PRODUCT, price: 250 };
    const changed = await shop.ask("product", "PUT", `/product/${productId}`, { as: admin, body: product });
    await cloud.settle();
    await shop.basket(ada, [{ productId, quantity: 1 }]);

    const { body } = await shop.checkout(ada);
    await cloud.settle();

    expect(changed.status).toBe(200);
    const { body: orders } = await shop.orders(ada);
    expect(orders.items).toContainEqual(expect.objectContaining({ orderId: body.orderId, totalPrice: 250 }));
  });

  test("no card number reaches a table, an event or a log", async () => {
    const productId = await shop.product(admin);
    await shop.basket(ada, [{ productId, quantity: 1 }]);

    await shop.checkout(ada, { cardInfo: "4111111111111111" });
    await cloud.settle();

    const hops = cloud.trace("CheckoutBasket");
    const beyondTheApi = hops.filter(({ action }) => !/^(execute-api|lambda):/.test(action));
    const everywhere = JSON.stringify([
      beyondTheApi,
      cloud.table("dev-basket-basket"),
      cloud.table("dev-ordering-order"),
      cloud.logs("/aws/lambda/dev-basket-api"),
      cloud.logs("/aws/lambda/dev-ordering-checkout"),
    ]);
    expect(JSON.stringify(hops)).toContain("4111111111111111");
    expect(everywhere).toContain("12 St James's Square");
    expect(everywhere).not.toContain("4111111111111111");
  });
});

describe("the catalog", () => {
  test("products are created, read, changed, found by category and deleted", async () => {
    const body = { ...PRODUCT, name: "Difference Engine", category: "antiques", price: 9900 };
    const created = await shop.ask("product", "POST", "/product", { as: admin, body });
    const { id } = created.body;
    expect(created.status).toBe(201);
    const location = new URL(created.headers.get("location") ?? "", created.url);
    expect(await (await fetch(location)).json()).toMatchObject({ id });
    expect(created.body).toMatchObject({ ...body, currency: "EUR" });

    expect((await shop.ask("product", "GET", `/product/${id}`)).body).toMatchObject(body);
    const found = await shop.ask("product", "GET", "/product?category=antiques");
    expect(found.body.items.map((item: { id: string }) => item.id)).toEqual([id]);

    const put = await shop.ask("product", "PUT", `/product/${id}`, {
      as: admin,
      body: { ...body, price: 8800 },
    });
    expect(put.body).toMatchObject({ id, price: 8800 });

    expect((await shop.ask("product", "DELETE", `/product/${id}`, { as: admin })).status).toBe(204);
    expect((await shop.ask("product", "GET", `/product/${id}`)).status).toBe(404);
  });
});

describe("who may do what", () => {
  test.each([
    ["product", "POST", "/product"],
    ["product", "DELETE", "/product/x"],
    ["basket", "GET", "/basket"],
    ["basket", "GET", "/basket/ada"],
    ["basket", "POST", "/basket/checkout"],
    ["order", "GET", "/order"],
    ["order", "GET", "/order/ada"],
  ] as const)("%s %s %s without a token, or with a forged one, is 401", async (api, method, path) => {
    const body = method === "POST" ? {} : undefined;
    const forged = `${ada.idToken.slice(0, -8)}AAAAAAAA`;

    expect((await shop.ask(api, method, path, { body })).status).toBe(401);
    expect((await shop.ask(api, method, path, { body, as: forged })).status).toBe(401);
  });

  test.each([
    ["product", "POST", "/product", PRODUCT],
    ["basket", "GET", "/basket", undefined],
    ["basket", "GET", "/basket/ada", undefined],
    ["basket", "DELETE", "/basket/ada", undefined],
    ["basket", "POST", "/basket", { userName: "ada", items: [] }],
    ["order", "GET", "/order", undefined],
    ["order", "GET", "/order/ada", undefined],
  ] as const)("%s %s %s of somebody else's is 403", async (api, method, path, body) => {
    const answer = await shop.ask(api, method, path, { as: eve, body });

    expect(answer.status).toBe(403);
  });

  test("id tokens and access tokens both open baskets and orders", async () => {
    expect((await shop.ask("order", "GET", "/order/ada", { as: ada.idToken })).status).toBe(200);
    expect((await shop.ask("order", "GET", "/order/ada", { as: ada.accessToken })).status).toBe(200);
  });

  test("a name in another case is the same person, whom tokens name in lower case", async () => {
    const grace = await shop.person("Grace");
    const basket = (name: string) => shop.ask("basket", "GET", `/basket/${name}`, { as: grace });

    await expect(shop.person("GRACE")).rejects.toThrow("User already exists");
    expect((await basket("grace")).status).toBe(404);
    expect(await basket("Grace")).toMatchObject({
      status: 403,
      body: { detail: "This belongs to another user; you are signed in as grace." },
    });
  });

  test("a token ends when its time is over", async () => {
    const short = await shop.person("short");
    await cloud.advance("61m");

    expect((await shop.ask("order", "GET", "/order/short", { as: short })).status).toBe(401);
  });

  test("administrators list all baskets and all orders", async () => {
    const fresh = await shop.person("root2", { admin: true });

    expect((await shop.ask("basket", "GET", "/basket", { as: fresh })).body).toHaveProperty("items");
    expect((await shop.ask("order", "GET", "/order", { as: fresh })).body).toHaveProperty("items");
  });
});

describe("bad requests", () => {
  test("a product with wrong fields is 400 and every field is named", async () => {
    const fresh = await shop.person("root3", { admin: true });
    const body = { ...PRODUCT, name: "", category: 7, price: 49.99 };

    const answer = await shop.ask("product", "POST", "/product", { as: fresh, body });

    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      "category",
      "name",
      "price",
    ]);
  });

  test("a body that is no JSON is 400, an unknown product 404, an unknown route 404 or what the gateway says", async () => {
    const fresh = await shop.person("carol");
    const broken = await shop.ask("basket", "POST", "/basket", { as: fresh, body: "{" });

    expect(broken.status).toBe(400);
    expect((await shop.ask("product", "GET", "/product/unknown")).status).toBe(404);
    expect((await shop.ask("order", "GET", "/nowhere", { as: fresh })).status).toBe(404);
  });

  test("checking out an empty basket is 404, and one whose price nobody knows is 409", async () => {
    const fresh = await shop.person("dave");
    const empty = await shop.checkout(fresh);
    await shop.basket(fresh, [{ productId: "unheard-of", quantity: 1 }]);
    const unknown = await shop.checkout(fresh);

    expect(empty.status).toBe(404);
    expect(unknown.status).toBe(409);
    expect(JSON.stringify(unknown.body)).toContain("unheard-of");
  });
});
