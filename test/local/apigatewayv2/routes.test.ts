import { gatewayHarness } from "../apigateway/gateway-harness";
import { deployedHttpApi, HttpFixture } from "./http-fixture";

describe("the routes of an HTTP API", () => {
  const routes = [
    "GET /pets/dog/1",
    "GET /pets/dog/{id}",
    "ANY /pets/dog/{id}",
    "GET /pets/{proxy+}",
    "POST /pets",
    "ANY /{proxy+}",
    "$default",
  ];

  test.each([
    ["GET", "/pets/dog/1", "GET /pets/dog/1", undefined],
    ["GET", "/pets/dog/2", "GET /pets/dog/{id}", { id: "2" }],
    ["PUT", "/pets/dog/2", "ANY /pets/dog/{id}", { id: "2" }],
    ["PUT", "/pets/dog/1", "ANY /pets/dog/{id}", { id: "1" }],
    ["GET", "/pets/cat/3", "GET /pets/{proxy+}", { proxy: "cat/3" }],
    ["POST", "/pets", "POST /pets", undefined],
    ["GET", "/pets", "ANY /{proxy+}", { proxy: "pets" }],
    ["POST", "/test/5", "ANY /{proxy+}", { proxy: "test/5" }],
    ["GET", "/", "$default", undefined],
    ["GET", "", "$default", undefined],
  ])("take %s %s to %s", async (method, path, routeKey, pathParameters) => {
    const cloud = gatewayHarness();
    const url = await deployedHttpApi(cloud, ...routes);

    await cloud.request(method, url + path);

    const { event } = cloud.lambda;
    expect([event.routeKey, event.requestContext.routeKey, event.pathParameters]).toEqual([
      routeKey,
      routeKey,
      pathParameters,
    ]);
  });

  test("name their parameters each for itself", async () => {
    const cloud = gatewayHarness();
    const url = await deployedHttpApi(cloud, "GET /pets/{id}", "PUT /pets/{name}");

    await cloud.request("PUT", `${url}/pets/rex`);

    expect(cloud.lambda.event.pathParameters).toEqual({ name: "rex" });
  });

  test.each([
    ["GET", "/unknown"],
    ["POST", "/pets"],
    ["GET", "/pets/"],
    ["GET", "/pets/1/2"],
  ])("do not match %s %s", async (method, path) => {
    const cloud = gatewayHarness();
    const url = await deployedHttpApi(cloud, "GET /pets", "GET /pets/{id}");

    expect(await cloud.request(method, url + path)).toEqual({
      status: 404,
      headers: {
        "content-type": "application/json",
        "apigw-requestid": expect.stringMatching(/^[\w-]{15}=$/),
      },
      body: '{"message":"Not Found"}',
    });
  });

  test("exist once", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("GET /pets");

    await expect(
      cloud.apply("aws_apigatewayv2_route", "again", {
        api_id: api.id,
        route_key: "GET /pets",
        target: `integrations/${api.integrationId}`,
      }),
    ).rejects.toThrow("Route with key GET /pets already exists for this API");
  });

  test.each([
    [{ target: "integrations/none" }, "Unable to find Integration by ID none"],
    [{ authorization_type: "JWT", authorizer_id: "none" }, "Authorizer id none was not found"],
    [{ authorization_type: "CUSTOM" }, "no Lambda authorizers"],
    [{ route_key: "FETCH /pets" }, "a route key is a method and a path"],
  ])("are refused with %j", async (settings, message) => {
    const api = await HttpFixture.create(gatewayHarness());

    await expect(api.route("GET /pets", settings)).rejects.toThrow(message);
  });
});
