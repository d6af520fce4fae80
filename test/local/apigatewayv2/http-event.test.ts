import { FUNCTION_ARN } from "../apigateway/fake-lambda";
import { gatewayHarness } from "../apigateway/gateway-harness";
import { deployedHttpApi, HttpFixture } from "./http-fixture";

describe("the event of an HTTP API, format 2.0", () => {
  test("has every member that AWS sends", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("POST /basket/{userName}");
    const url = await api.stage({ stage_variables: { color: "blue" } });

    await cloud.request("POST", `${url}/basket/ada%20l?tag=a&tag=b%20c&x=`, {
      headers: {
        "User-Agent": "jest",
        "Content-Type": "application/json",
        "X-Many": ["1", "2"],
        Cookie: "a=1; b=2",
        Host: "127.0.0.1:4566",
        Connection: "keep-alive",
      },
      body: '{"é":1}',
    });

    const domainName = `${api.id}.execute-api.eu-central-1.amazonaws.com`;
    const traceId = cloud.lambda.seen[0]?.call.traceId;
    expect(cloud.lambda.event).toEqual({
      version: "2.0",
      routeKey: "POST /basket/{userName}",
      rawPath: "/basket/ada l",
      rawQueryString: "tag=a&tag=b%20c&x=",
      cookies: ["a=1", "b=2"],
      headers: {
        "user-agent": "jest",
        "content-type": "application/json",
        "x-many": "1,2",
        host: domainName,
        "x-amzn-trace-id": `Root=${traceId}`,
        "x-forwarded-for": "203.0.113.7",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
      },
      queryStringParameters: { tag: "a,b c", x: "" },
      requestContext: {
        accountId: "000000000000",
        apiId: api.id,
        domainName,
        domainPrefix: api.id,
        http: {
          method: "POST",
          path: "/basket/ada l",
          protocol: "HTTP/1.1",
          sourceIp: "203.0.113.7",
          userAgent: "jest",
        },
        requestId: expect.stringMatching(/^[\w-]{15}=$/),
        routeKey: "POST /basket/{userName}",
        stage: "$default",
        time: "01/Jan/2026:00:00:00 +0000",
        timeEpoch: 1_767_225_600_000,
      },
      body: '{"é":1}',
      pathParameters: { userName: "ada l" },
      isBase64Encoded: false,
      stageVariables: { color: "blue" },
    });
  });

  test("leaves out what a request does not have", async () => {
    const cloud = gatewayHarness();
    const url = await deployedHttpApi(cloud, "GET /basket");

    await cloud.request("GET", `${url}/basket`);

    expect(Object.keys(cloud.lambda.event).sort()).toEqual([
      "headers",
      "isBase64Encoded",
      "rawPath",
      "rawQueryString",
      "requestContext",
      "routeKey",
      "version",
    ]);
    expect(cloud.lambda.event.rawQueryString).toBe("");
  });

  test("has the stage in its paths, unless it is $default", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("GET /basket");
    const url = await api.stage({ name: "v1" });

    await cloud.request("GET", `${url}/basket`);

    expect(url).toBe(`http://127.0.0.1:4566/_aws/execute-api/${api.id}/v1`);
    expect(cloud.lambda.event.rawPath).toBe("/v1/basket");
    expect(cloud.lambda.event.requestContext).toMatchObject({
      stage: "v1",
      http: { path: "/v1/basket" },
    });
  });

  test.each([
    ["text/plain; charset=utf-8", "hé", false],
    ["application/json", "hé", false],
    ["application/xml", "hé", false],
    ["application/octet-stream", "aMOp", true],
    ["application/x-www-form-urlencoded", "aMOp", true],
  ])("carries a body of type %s as %s", async (contentType, body, isBase64Encoded) => {
    const cloud = gatewayHarness();
    const url = await deployedHttpApi(cloud, "POST /basket");

    await cloud.request("POST", `${url}/basket`, { headers: { "content-type": contentType }, body: "hé" });

    expect(cloud.lambda.event).toMatchObject({ body, isBase64Encoded });
  });

  test("keeps a path that cannot be decoded", async () => {
    const cloud = gatewayHarness();
    const url = await deployedHttpApi(cloud, "GET /basket/{userName}");

    await cloud.request("GET", `${url}/basket/50%`);

    expect(cloud.lambda.event).toMatchObject({
      rawPath: "/basket/50%",
      pathParameters: { userName: "50%" },
    });
  });

  test.each([
    ["GET", "/basket/7", "GET /basket/{userName}", "GET/basket/{userName}"],
    ["PUT", "/basket/7", "ANY /basket/{userName}", "PUT/basket/{userName}"],
    ["PUT", "/other", "$default", "$default"],
  ])("of %s %s goes to the function in the name of its route", async (method, path, route, source) => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route(route);

    await cloud.request(method, `${await api.stage()}${path}`);

    expect(cloud.lambda.seen[0]?.input).toMatchObject({
      FunctionName: FUNCTION_ARN,
      InvocationType: "RequestResponse",
    });
    expect(cloud.lambda.seen[0]?.call.principal).toEqual({
      type: "service",
      name: "apigateway.amazonaws.com",
      sourceArn: `arn:aws:execute-api:eu-central-1:000000000000:${api.id}/$default/${source}`,
      sourceAccount: "000000000000",
    });
  });

  test("is preceded by a hop that names the API", async () => {
    const cloud = gatewayHarness();
    const url = await deployedHttpApi(cloud, "POST /basket/checkout");

    const response = await cloud.request("POST", `${url}/basket/checkout`, { body: '{"userName":"ada-7"}' });

    expect(
      cloud.kernel.traces.find("ada-7").map(({ kind, label, outcome }) => [kind, label, outcome]),
    ).toEqual([
      ["api", "test-api", "ok"],
      ["function", "test-api", "ok"],
    ]);
    expect(cloud.kernel.traces.find(String(response.headers["apigw-requestid"]))).toHaveLength(2);
  });
});

describe("the event of an HTTP API, format 1.0", () => {
  test("has every member that AWS sends", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud, { integration: { payload_format_version: "1.0" } });
    await api.route("GET /basket/{userName}");
    const url = await api.stage();

    await cloud.request("GET", `${url}/basket/ada%20l?tag=a&tag=b`, { headers: { "X-Many": ["1", "2"] } });

    const domainName = `${api.id}.execute-api.eu-central-1.amazonaws.com`;
    expect(cloud.lambda.event).toEqual({
      version: "1.0",
      resource: "/basket/{userName}",
      path: "/basket/ada l",
      httpMethod: "GET",
      headers: expect.objectContaining({ "X-Many": "2", Host: domainName }),
      multiValueHeaders: expect.objectContaining({ "X-Many": ["1", "2"] }),
      queryStringParameters: { tag: "b" },
      multiValueQueryStringParameters: { tag: ["a", "b"] },
      requestContext: {
        accountId: "000000000000",
        apiId: api.id,
        domainName,
        domainPrefix: api.id,
        extendedRequestId: expect.any(String),
        httpMethod: "GET",
        identity: {
          accessKey: null,
          accountId: null,
          caller: null,
          cognitoAmr: null,
          cognitoAuthenticationProvider: null,
          cognitoAuthenticationType: null,
          cognitoIdentityId: null,
          cognitoIdentityPoolId: null,
          principalOrgId: null,
          sourceIp: "203.0.113.7",
          user: null,
          userAgent: null,
          userArn: null,
        },
        path: "/basket/ada l",
        protocol: "HTTP/1.1",
        requestId: expect.any(String),
        requestTime: "01/Jan/2026:00:00:00 +0000",
        requestTimeEpoch: 1_767_225_600_000,
        resourceId: "GET /basket/{userName}",
        resourcePath: "/basket/{userName}",
        stage: "$default",
      },
      pathParameters: { userName: "ada l" },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
    });
  });
});
