import { FUNCTION_ARN } from "./fake-lambda";
import { gatewayHarness } from "./gateway-harness";
import { deployedRestApi, RestFixture } from "./rest-fixture";

const PRODUCT = { path: "/product/{id}", method: "GET" };

describe("the event of a REST API", () => {
  test("has every member that AWS sends", async () => {
    const cloud = gatewayHarness();
    const url = await deployedRestApi(cloud, PRODUCT);

    await cloud.request("GET", `${url}/product/7?tag=a&tag=b%20c&x=`, {
      headers: { "User-Agent": "jest", Accept: "*/*", "X-Many": ["1", "2"], Host: "127.0.0.1:4566" },
    });

    const [, , , , apiId = ""] = url.split("/").slice(1);
    const domainName = `${apiId}.execute-api.eu-central-1.amazonaws.com`;
    const traceId = cloud.lambda.seen[0]?.call.traceId;
    const forwarded = {
      "User-Agent": "jest",
      Accept: "*/*",
      "X-Many": "2",
      Host: domainName,
      "X-Amzn-Trace-Id": `Root=${traceId}`,
      "X-Forwarded-For": "203.0.113.7",
      "X-Forwarded-Port": "443",
      "X-Forwarded-Proto": "https",
    };
    expect(cloud.lambda.event).toEqual({
      resource: "/product/{id}",
      path: "/product/7",
      httpMethod: "GET",
      headers: forwarded,
      multiValueHeaders: {
        ...Object.fromEntries(Object.entries(forwarded).map(([name, value]) => [name, [value]])),
        "X-Many": ["1", "2"],
      },
      queryStringParameters: { tag: "b c", x: "" },
      multiValueQueryStringParameters: { tag: ["a", "b c"], x: [""] },
      pathParameters: { id: "7" },
      stageVariables: null,
      requestContext: {
        resourceId: expect.stringMatching(/^[a-z0-9]{6}$/),
        resourcePath: "/product/{id}",
        httpMethod: "GET",
        extendedRequestId: expect.stringMatching(/^[\w-]{15}=$/),
        requestTime: "01/Jan/2026:00:00:00 +0000",
        path: "/dev/product/7",
        accountId: "000000000000",
        protocol: "HTTP/1.1",
        stage: "dev",
        domainPrefix: apiId,
        requestTimeEpoch: 1_767_225_600_000,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        identity: {
          cognitoIdentityPoolId: null,
          cognitoIdentityId: null,
          principalOrgId: null,
          cognitoAuthenticationType: null,
          cognitoAuthenticationProvider: null,
          accountId: null,
          caller: null,
          sourceIp: "203.0.113.7",
          accessKey: null,
          userArn: null,
          userAgent: "jest",
          user: null,
        },
        domainName,
        deploymentId: expect.any(String),
        apiId,
      },
      body: null,
      isBase64Encoded: false,
    });
  });

  test("leaves path and path parameters as they were sent", async () => {
    const cloud = gatewayHarness();
    const url = await deployedRestApi(cloud, PRODUCT);

    await cloud.request("GET", `${url}/product/a%2Bb%20c`);

    expect(cloud.lambda.event.path).toBe("/product/a%2Bb%20c");
    expect(cloud.lambda.event.pathParameters).toEqual({ id: "a%2Bb%20c" });
  });

  test("goes to the function in the name of the method that was called", async () => {
    const cloud = gatewayHarness();
    const url = await deployedRestApi(cloud, { path: "/product/{id}", method: "ANY" });

    await cloud.request("DELETE", `${url}/product/7`);

    const apiId = url.split("/").at(-2);
    expect(cloud.lambda.seen[0]?.input).toMatchObject({
      FunctionName: FUNCTION_ARN,
      InvocationType: "RequestResponse",
    });
    expect(cloud.lambda.seen[0]?.call.principal).toEqual({
      type: "service",
      name: "apigateway.amazonaws.com",
      sourceArn: `arn:aws:execute-api:eu-central-1:000000000000:${apiId}/dev/DELETE/product/{id}`,
      sourceAccount: "000000000000",
    });
  });

  test("goes to the function as the integration's role, where it has one", async () => {
    const cloud = gatewayHarness();
    const role = "arn:aws:iam::000000000000:role/dev-invoker";
    const url = await deployedRestApi(cloud, { ...PRODUCT, integration: { credentials: role } });

    await cloud.request("GET", `${url}/product/7`);

    expect(cloud.lambda.seen[0]?.call.principal).toMatchObject({ type: "role", arn: role });
  });

  test("does not go to the function as a role that does not trust API Gateway", async () => {
    const role = "arn:aws:iam::000000000000:role/dev-invoker";
    const cloud = gatewayHarness({
      authorizer: {
        denial: (principal, { action, resource }) =>
          principal.type === "service" && action === "sts:AssumeRole" && resource === role
            ? `${principal.name} may not`
            : undefined,
      },
    });
    const url = await deployedRestApi(cloud, { ...PRODUCT, integration: { credentials: role } });

    expect((await cloud.request("GET", `${url}/product/7`)).status).toBe(500);

    expect(cloud.lambda.seen).toEqual([]);
  });

  test("carries stage variables, which also name the function", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);
    const uri = "arn:aws:lambda:eu-central-1:000000000000:function:dev-$" + "{stageVariables.name}";
    await api.method({ ...PRODUCT, integration: { uri } });
    const url = await api.deploy({ variables: { name: "blue" } });

    await cloud.request("GET", `${url}/product/7`);

    expect(cloud.lambda.seen[0]?.input.FunctionName).toMatch(/:function:dev-blue$/);
    expect(cloud.lambda.event.stageVariables).toEqual({ name: "blue" });
  });

  test.each([
    ["text of any type", [], "text/plain", "héllo", false],
    ["a binary type as base64", ["image/*"], "image/png", "aMOpbGxv", true],
    ["another type as text", ["image/png"], "image/jpeg", "héllo", false],
    ["any type as base64", ["*/*"], "application/json", "aMOpbGxv", true],
  ])("passes on %s", async (_name, binaryTypes, contentType, body, isBase64Encoded) => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud, { binary_media_types: binaryTypes });
    await api.method({ path: "/upload", method: "POST" });
    const url = await api.deploy();

    await cloud.request("POST", `${url}/upload`, { headers: { "Content-Type": contentType }, body: "héllo" });

    expect(cloud.lambda.event).toMatchObject({ body, isBase64Encoded });
  });

  test("takes names that objects have by themselves for names", async () => {
    const cloud = gatewayHarness();
    cloud.lambda.answer = { statusCode: 200, headers: { constructor: "c" }, body: "" };
    const url = await deployedRestApi(cloud, PRODUCT);

    const response = await cloud.request("GET", `${url}/product/7?constructor=a&__proto__=b`, {
      headers: { ToString: ["1", "2"], constructor: "3" },
    });

    expect(response).toMatchObject({ status: 200, headers: { constructor: "c" } });
    const { queryStringParameters, multiValueHeaders } = cloud.lambda.event;
    expect(Object.entries(queryStringParameters)).toEqual([
      ["constructor", "a"],
      ["__proto__", "b"],
    ]);
    expect(multiValueHeaders).toMatchObject({ ToString: ["1", "2"], constructor: ["3"] });
  });

  test("continues the caller's trace and adds its own address to the forwarded ones", async () => {
    const cloud = gatewayHarness();
    const url = await deployedRestApi(cloud, PRODUCT);
    const trace = "Root=1-69551f00-aaaaaaaaaaaaaaaaaaaaaaaa;Sampled=1";

    const response = await cloud.request("GET", `${url}/product/7`, {
      headers: { "X-Amzn-Trace-Id": trace, "X-Forwarded-For": "198.51.100.1" },
    });

    expect(cloud.lambda.event.headers).toMatchObject({
      "X-Amzn-Trace-Id": trace,
      "X-Forwarded-For": "198.51.100.1, 203.0.113.7",
    });
    expect(cloud.lambda.seen[0]?.call.traceId).toBe("1-69551f00-aaaaaaaaaaaaaaaaaaaaaaaa");
    expect(response.headers["x-amzn-trace-id"]).toBe(trace);
  });

  test("is preceded by a hop that names the API", async () => {
    const cloud = gatewayHarness();
    const url = await deployedRestApi(cloud, { path: "/product", method: "POST" });

    const response = await cloud.request("POST", `${url}/product`, { body: '{"sku":"abc-123"}' });

    const hops = cloud.kernel.traces.find("abc-123");
    expect(hops.map(({ kind, label, action, outcome }) => [kind, label, action, outcome])).toEqual([
      ["api", "test-api", "execute-api:Invoke", "ok"],
      ["function", "test-api", "lambda:InvokeFunction", "ok"],
    ]);
    expect(cloud.kernel.traces.find(String(response.headers["x-amzn-requestid"]))).toHaveLength(2);
  });
});
