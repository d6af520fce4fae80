import { gatewayHarness, type Harness } from "../apigateway/gateway-harness";
import { HttpFixture } from "./http-fixture";

const CORS = {
  allow_origins: ["https://shop.test", "http://*"],
  allow_methods: ["GET", "POST"],
  allow_headers: ["authorization", "content-type"],
  expose_headers: ["location"],
  allow_credentials: true,
  max_age: 300,
};

function preflight(origin: string) {
  return { headers: { Origin: origin, "Access-Control-Request-Method": "POST" } };
}

async function corsApi(cloud: Harness, cors: object = CORS, route: Record<string, unknown> = {}) {
  const api = await HttpFixture.create(cloud, { api: { cors_configuration: cors } });
  await api.route("GET /basket", route);
  return { api, url: `${await api.stage()}/basket` };
}

describe("CORS of an HTTP API", () => {
  test("answers preflights itself, for routes without OPTIONS as well", async () => {
    const cloud = gatewayHarness();
    const { url } = await corsApi(cloud);

    const response = await cloud.request("OPTIONS", url, preflight("https://shop.test"));

    expect(response).toEqual({
      status: 204,
      headers: {
        "access-control-allow-origin": "https://shop.test",
        "access-control-allow-methods": "GET,POST",
        "access-control-allow-headers": "authorization,content-type",
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "location",
        "access-control-max-age": "300",
        "apigw-requestid": expect.any(String),
      },
      body: Buffer.alloc(0),
    });
    expect(cloud.lambda.seen).toHaveLength(0);
  });

  test("tells an origin that is not allowed nothing", async () => {
    const cloud = gatewayHarness();
    const { url } = await corsApi(cloud);

    const response = await cloud.request("OPTIONS", url, preflight("https://evil.test"));

    expect(response.status).toBe(204);
    expect(Object.keys(response.headers)).toEqual(["apigw-requestid"]);
  });

  test("takes all origins of a scheme, and all there are", async () => {
    const cloud = gatewayHarness();
    const { url } = await corsApi(cloud);
    const allowed = async (origin: string) =>
      (await cloud.request("OPTIONS", url, preflight(origin))).headers["access-control-allow-origin"];

    expect(await allowed("http://anything.test")).toBe("http://anything.test");
    await corsApi(cloud, { allow_origins: ["*"] });
    expect(await allowed("https://evil.test")).toBe("*");
  });

  test("puts its headers in the place of the function's", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = {
      statusCode: 200,
      headers: { "Access-Control-Allow-Origin": "https://mine.test", "X-Own": "1" },
      body: "",
    };
    const { url } = await corsApi(cloud);

    const { headers } = await cloud.request("GET", url, { headers: { Origin: "https://shop.test" } });

    expect(headers).toMatchObject({
      "access-control-allow-origin": "https://shop.test",
      "access-control-expose-headers": "location",
      "x-own": "1",
    });
    expect(headers).not.toHaveProperty("access-control-max-age");
    expect((await cloud.request("GET", url)).headers).not.toHaveProperty("access-control-allow-origin");
  });

  test("adds its headers to refusals", async () => {
    const cloud = gatewayHarness();
    const { url } = await corsApi(cloud);

    expect(
      await cloud.request("GET", `${url}/none`, { headers: { Origin: "https://shop.test" } }),
    ).toMatchObject({ status: 404, headers: { "access-control-allow-origin": "https://shop.test" } });
  });

  test("lets the authorizer of a route that takes OPTIONS decide first", async () => {
    const cloud = gatewayHarness();
    const { api, url } = await corsApi(cloud);
    await api.route("$default", { authorization_type: "JWT", authorizer_id: await api.authorizer() });

    expect(await cloud.request("OPTIONS", url, preflight("https://shop.test"))).toMatchObject({
      status: 401,
    });

    await api.route("OPTIONS /{proxy+}");
    expect(await cloud.request("OPTIONS", url, preflight("https://shop.test"))).toMatchObject({
      status: 204,
    });
    expect(cloud.lambda.seen).toHaveLength(0);
  });

  test("without a configuration is the function's affair", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("OPTIONS /basket");

    await cloud.request("OPTIONS", `${await api.stage()}/basket`, preflight("https://shop.test"));

    expect(cloud.lambda.seen).toHaveLength(1);
  });
});
