import { AccessDeniedError, AwsError } from "../../../local/kernel/errors";
import { gatewayHarness, type Harness } from "../apigateway/gateway-harness";
import { deployedHttpApi, HttpFixture } from "./http-fixture";

const ERROR = { status: 500, body: '{"message":"Internal Server Error"}' };

async function call(cloud: Harness, format = "2.0") {
  const api = await HttpFixture.create(cloud, { integration: { payload_format_version: format } });
  await api.route("GET /basket");
  return cloud.request("GET", `${await api.stage()}/basket`);
}

describe("the answer of an HTTP API, format 2.0", () => {
  test("is the function's status, headers, cookies and body", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = {
      statusCode: 202,
      headers: { Location: "/order/1", "X-Count": 3, "Content-Length": "999" },
      cookies: ["a=1; Path=/", "b=2"],
      body: "accepted",
    };

    expect(await call(cloud)).toEqual({
      status: 202,
      headers: {
        location: "/order/1",
        "x-count": "3",
        "set-cookie": ["a=1; Path=/", "b=2"],
        "content-type": "text/plain; charset=utf-8",
        "apigw-requestid": cloud.lambda.event.requestContext.requestId,
      },
      body: "accepted",
    });
  });

  test.each<[string, unknown, string]>([
    ["an object without a status", { id: 1, body: "x" }, '{"id":1,"body":"x"}'],
    ["a text", '"Hello"', "Hello"],
    ["a list", [1, 2], "[1,2]"],
    ["a number", 5, "5"],
    ["no JSON at all", "{half", "{half"],
  ])("is inferred from %s", async (_name, answer, body) => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = answer;

    expect(await call(cloud)).toMatchObject({
      status: 200,
      headers: { "content-type": "application/json" },
      body,
    });
  });

  test("is decoded from base64", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = { statusCode: 200, body: "Ynl0ZXM=", isBase64Encoded: true };

    expect((await call(cloud)).body).toEqual(Buffer.from("bytes"));
  });

  test.each<[string, unknown]>([
    ["a status that is none", { statusCode: "ok" }],
    ["a body that is an object", { statusCode: 200, body: {} }],
    ["a header that is an object", { statusCode: 200, headers: { a: {} } }],
  ])("to %s is 500", async (_name, answer) => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = answer;

    expect(await call(cloud)).toMatchObject(ERROR);
  });

  test("to a failed function is 500", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = { errorMessage: "boom" };
    cloud.lambda.functionError = "Unhandled";

    expect(await call(cloud)).toMatchObject(ERROR);
  });

  test.each([
    ["a missing permission", new AccessDeniedError("no policy allows it")],
    ["a throttled function", new AwsError("TooManyRequestsException", "Rate Exceeded.", 429)],
  ])("to %s is 500", async (_name, refusal) => {
    const cloud = gatewayHarness();
    cloud.lambda.refusal = refusal;

    expect(await call(cloud)).toMatchObject(ERROR);
  });

  test("to an event that Lambda finds too large is 413: the sender's fault, not the API's", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.refusal = new AwsError("RequestTooLargeException", "Request must be smaller", 413);

    expect(await call(cloud)).toMatchObject({ status: 413, body: '{"message":"Request Entity Too Large"}' });
  });

  test("without a permission for API Gateway is 500, and the denial is explained", async () => {
    const cloud = gatewayHarness({ authorizer: { denial: () => "the function's policy lacks a statement" } });

    expect(await call(cloud)).toMatchObject(ERROR);
    expect(cloud.logLines).toContain("denied: the function's policy lacks a statement");
  });
});

describe("the answer of an HTTP API, format 1.0", () => {
  test("has several values of a header", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = { statusCode: 200, multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] }, body: "x" };

    expect(await call(cloud, "1.0")).toMatchObject({
      status: 200,
      headers: { "set-cookie": ["a=1", "b=2"], "content-type": "text/plain; charset=utf-8" },
    });
  });

  test("is not inferred: another form is 500", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = { id: 1 };

    expect(await call(cloud, "1.0")).toMatchObject(ERROR);
  });
});

describe("an HTTP API", () => {
  test("gives up on a function after 30 seconds, and the function goes on", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.durationMs = 31_000;
    const url = await deployedHttpApi(cloud, "GET /basket");
    const startMs = cloud.clock.now();

    expect(await cloud.request("GET", `${url}/basket`)).toMatchObject({
      status: 503,
      body: '{"message":"Service Unavailable"}',
    });
    expect(cloud.clock.now() - startMs).toBe(30_000);
    await cloud.work.settle();
    expect(cloud.clock.now() - startMs).toBe(31_000);
    expect(cloud.failures).toEqual([]);
  });

  test("gives up after the integration's own timeout", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud, { integration: { timeout_milliseconds: 50 } });
    await api.route("GET /basket");
    const url = await api.stage();

    cloud.lambda.durationMs = 50;
    expect(await cloud.request("GET", `${url}/basket`)).toMatchObject({ status: 200 });
    cloud.lambda.durationMs = 51;
    expect(await cloud.request("GET", `${url}/basket`)).toMatchObject({ status: 503 });
  });

  test("takes 10 MB and no more", async () => {
    const cloud = gatewayHarness();
    const url = await deployedHttpApi(cloud, "POST /basket");
    const limit = 10 * 1024 * 1024;

    expect(await cloud.request("POST", `${url}/basket`, { body: Buffer.alloc(limit) })).toMatchObject({
      status: 200,
    });
    expect(await cloud.request("POST", `${url}/basket`, { body: Buffer.alloc(limit + 1) })).toMatchObject({
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
    });
  });
});
