import { AccessDeniedError, AwsError } from "../../../local/kernel/errors";
import { gatewayHarness, type Harness, json } from "./gateway-harness";
import { deployedRestApi, RestFixture } from "./rest-fixture";

async function call(cloud: Harness, headers: Record<string, string> = {}, settings = {}) {
  const api = await RestFixture.create(cloud, settings);
  await api.method({ path: "/product", method: "GET" });
  return cloud.request("GET", `${await api.deploy()}/product`, { headers });
}

describe("the answer of a REST API", () => {
  test("is the function's status, headers and body, with API Gateway's ids", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = {
      statusCode: 201,
      headers: { Location: "/product/1", "X-Count": 3, "X-Flag": true },
      multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"], Location: ["/product/1"] },
      body: '{"id":"1"}',
    };

    const response = await call(cloud);

    expect(response).toEqual({
      status: 201,
      headers: {
        "content-type": "application/json",
        location: ["/product/1"],
        "set-cookie": ["a=1", "b=2"],
        "x-count": "3",
        "x-flag": "true",
        "x-amzn-requestid": cloud.lambda.event.requestContext.requestId,
        "x-amz-apigw-id": cloud.lambda.event.requestContext.extendedRequestId,
        "x-amzn-trace-id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      },
      body: '{"id":"1"}',
    });
  });

  test.each([
    [{}, 200, ""],
    [{ body: "hi" }, 200, "hi"],
    [{ statusCode: "404", body: null }, 404, ""],
  ])("of %j is %i", async (answer, status, body) => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = answer;

    expect(await call(cloud)).toMatchObject({ status, body });
  });

  test.each([
    ["a text", "hello"],
    ["no object", [1]],
    ["an unknown member", { statusCode: 200, result: 1 }],
    ["a body that is an object", { statusCode: 200, body: { a: 1 } }],
    ["a status that is none", { statusCode: 0 }],
    ["a status that is no number", { statusCode: "ok" }],
    ["a header that is an object", { statusCode: 200, headers: { a: {} } }],
    ["headers that are a list", { statusCode: 200, headers: ["a"] }],
    ["several values that are no list", { statusCode: 200, multiValueHeaders: { a: "1" } }],
  ])("to a malformed response, %s, is 502", async (_name, answer) => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = answer;

    const response = await call(cloud);

    expect(response).toMatchObject({
      status: 502,
      headers: { "x-amzn-errortype": "InternalServerErrorException" },
    });
    expect(json(response)).toEqual({ message: "Internal server error" });
    expect(cloud.logLines.join()).toContain("malformed Lambda proxy response");
  });

  test("to a failed function is 502", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = { errorMessage: "boom", errorType: "Error" };
    cloud.lambda.functionError = "Unhandled";

    expect(await call(cloud)).toMatchObject({ status: 502, body: '{"message":"Internal server error"}' });
  });

  test.each([
    ["a missing permission", new AccessDeniedError("no policy allows it")],
    ["a throttled function", new AwsError("TooManyRequestsException", "Rate Exceeded.", 429)],
  ])("to %s is 500", async (_name, refusal) => {
    const cloud = gatewayHarness();
    cloud.lambda.refusal = refusal;

    expect(await call(cloud)).toMatchObject({ status: 500, body: '{"message":"Internal server error"}' });
  });

  test("to an event that Lambda finds too large is 413: the sender's fault, not the API's", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.refusal = new AwsError("RequestTooLargeException", "Request must be smaller", 413);

    expect(await call(cloud)).toMatchObject({
      status: 413,
      headers: { "x-amzn-errortype": "BadRequestException" },
      body: '{"message":"Request Too Long"}',
    });
  });

  test("without a permission for API Gateway is 500, and the denial is explained", async () => {
    const cloud = gatewayHarness({
      authorizer: { denial: (_who, { action }) => `no statement allows ${action} to API Gateway` },
    });

    const response = await call(cloud);

    expect(response.status).toBe(500);
    expect(cloud.logLines).toContain("denied: no statement allows lambda:InvokeFunction to API Gateway");
    expect(cloud.lambda.seen).toHaveLength(0);
  });

  test("keeps its own headers and passes the function's on under another name", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = { statusCode: 401, headers: { "WWW-Authenticate": "Basic", Server: "mine" } };

    const { headers } = await call(cloud);

    expect(headers).toMatchObject({
      "x-amzn-remapped-www-authenticate": "Basic",
      "x-amzn-remapped-server": "mine",
    });
    expect(headers).not.toHaveProperty("server");
  });

  test.each([
    ["image/png", ["image/png"], "bytes"],
    ["image/webp,*/*", ["image/*"], "bytes"],
    ["text/html,image/png", ["image/png"], "Ynl0ZXM="],
    ["application/json", ["*/*"], "bytes"],
    ["image/png", [], "Ynl0ZXM="],
  ])("for Accept %s and binary types %j is %s", async (accept, binary_media_types, body) => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = { statusCode: 200, body: "Ynl0ZXM=", isBase64Encoded: true };

    const response = await call(cloud, { Accept: accept }, { binary_media_types });

    expect(response.body.toString()).toBe(body);
  });
});

describe("a REST API", () => {
  test.each(["/unknown", "/product/1", "/product"])("answers POST %s as unauthenticated", async (path) => {
    const cloud = gatewayHarness();
    const url = await deployedRestApi(cloud, { path: "/product", method: "GET" });

    const response = await cloud.request("POST", url + path);

    expect(response).toMatchObject({
      status: 403,
      headers: {
        "x-amzn-errortype": "MissingAuthenticationTokenException",
        "content-type": "application/json",
      },
      body: '{"message":"Missing Authentication Token"}',
    });
  });

  test("ignores a slash at the end", async () => {
    const cloud = gatewayHarness();
    const url = await deployedRestApi(cloud, { path: "/product", method: "GET" });

    expect(await cloud.request("GET", `${url}/product/`)).toMatchObject({ status: 200 });
  });

  test("does not fall back to {proxy+} for a method that the matched resource lacks", async () => {
    const cloud = gatewayHarness();
    const url = await deployedRestApi(
      cloud,
      { path: "/product", method: "GET" },
      { path: "/{proxy+}", method: "ANY" },
    );

    expect(await cloud.request("POST", `${url}/product`)).toMatchObject({ status: 403 });
    expect(await cloud.request("POST", `${url}/other/thing`)).toMatchObject({ status: 200 });
    expect(cloud.lambda.event.pathParameters).toEqual({ proxy: "other/thing" });
  });

  test("answers an unknown stage with Forbidden and an unknown API with 404", async () => {
    const cloud = gatewayHarness();
    const url = await deployedRestApi(cloud, { path: "/product", method: "GET" });

    expect(await cloud.request("GET", `${url}x/product`)).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
    });
    expect(await cloud.request("GET", "/_aws/execute-api/nothing/dev")).toMatchObject({ status: 404 });
  });

  test("answers Forbidden while its endpoint is disabled", async () => {
    const cloud = gatewayHarness();

    const response = await call(cloud, {}, { disable_execute_api_endpoint: true });

    expect(response).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  });

  test("gives up on a function after 29 seconds, and the function goes on", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.durationMs = 40_000;
    const url = await deployedRestApi(cloud, { path: "/product", method: "GET" });
    const startMs = cloud.clock.now();

    const response = await cloud.request("GET", `${url}/product`);

    expect(response).toMatchObject({ status: 504, body: '{"message":"Endpoint request timed out"}' });
    expect(cloud.clock.now() - startMs).toBe(29_000);
    expect(cloud.kernel.traces.all().map(({ kind }) => kind)).toEqual(["api"]);

    await cloud.work.settle();

    expect(cloud.clock.now() - startMs).toBe(40_000);
    expect(cloud.kernel.traces.all().map(({ kind }) => kind)).toEqual(["api", "function"]);
    expect(cloud.failures).toEqual([]);
  });

  test("takes 10 MB and no more", async () => {
    const cloud = gatewayHarness();
    const url = await deployedRestApi(cloud, { path: "/product", method: "POST" });
    const limit = 10 * 1024 * 1024;

    const taken = await cloud.request("POST", `${url}/product`, { body: Buffer.alloc(limit, "a") });
    const refused = await cloud.request("POST", `${url}/product`, { body: Buffer.alloc(limit + 1, "a") });

    expect(taken.status).toBe(200);
    expect(refused).toMatchObject({ status: 413, body: '{"message":"Request Too Long"}' });
  });
});
