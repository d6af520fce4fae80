import { gatewayHarness, json } from "./gateway-harness";
import { RestFixture } from "./rest-fixture";

const LOG_ROLE = "arn:aws:iam::000000000000:role/dev-apigateway-logs";
const LOG_GROUP = "arn:aws:logs:eu-central-1:000000000000:log-group:/aws/apigateway/dev-test-api";

describe("throttling of a REST stage", () => {
  test("gives each method a bucket of its own, refilled by the clock", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product", method: "GET" });
    await api.method({ path: "/product", method: "POST" });
    const url = await api.deploy();
    await api.methodSettings("*/*", { throttling_rate_limit: 10, throttling_burst_limit: 2 });
    const status = async (method: string) => (await cloud.request(method, `${url}/product`)).status;

    expect([await status("GET"), await status("GET"), await status("GET")]).toEqual([200, 200, 429]);
    expect(await status("POST")).toBe(200);
    await cloud.work.advance(99);
    expect(await status("GET")).toBe(429);
    await cloud.work.advance(1);
    expect(await status("GET")).toBe(200);
  });

  test("prefers a method's own limit, which -1 takes back, and answers as AWS does", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product/{id}", method: "GET" });
    const url = await api.deploy();
    const none = { throttling_rate_limit: 0, throttling_burst_limit: 0 };
    await api.methodSettings("product/{id}/GET", none);

    expect(await cloud.request("GET", `${url}/product/1`)).toMatchObject({
      status: 429,
      headers: { "x-amzn-errortype": "TooManyRequestsException" },
      body: '{"message":"Too Many Requests"}',
    });

    await api.methodSettings("product/{id}/GET", { metrics_enabled: true });
    expect(await cloud.request("GET", `${url}/product/1`)).toMatchObject({ status: 200 });
  });
});

describe("a deployment", () => {
  test("does not change with the API until the next one", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product", method: "GET" });
    const url = await api.deploy();
    await api.method({ path: "/order", method: "GET" });

    expect(await cloud.request("GET", `${url}/order`)).toMatchObject({ status: 403 });
    expect(await api.deploy({}, "2")).toBe(url);
    expect(await cloud.request("GET", `${url}/order`)).toMatchObject({ status: 200 });
  });

  test("keeps throttling when the stage takes another deployment", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product", method: "GET" });
    const url = await api.deploy();
    await api.methodSettings("*/*", { throttling_rate_limit: 0, throttling_burst_limit: 0 });
    await api.deploy({}, "2");

    expect(await cloud.request("GET", `${url}/product`)).toMatchObject({ status: 429 });
  });

  test("of a method without an integration is refused", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);
    await cloud.apply("aws_api_gateway_method", "bare", {
      rest_api_id: api.id,
      resource_id: await api.resource("/product"),
      http_method: "GET",
      authorization: "NONE",
    });

    await expect(api.deploy()).rejects.toThrow("No integration defined for method: GET /product");
  });

  test("of an API without methods is refused", async () => {
    const api = await RestFixture.create(gatewayHarness());

    await expect(api.deploy()).rejects.toThrow("The REST API doesn't contain any methods");
  });
});

describe("a canary", () => {
  test("takes its share of the requests, with its own stage variables", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product", method: "GET" });
    await api.deploy();
    const canary = await cloud.apply("aws_api_gateway_deployment", "canary", { rest_api_id: api.id });
    const url = await api.deploy({
      variables: { color: "blue" },
      canary_settings: {
        deployment_id: canary["id"],
        percent_traffic: 25,
        stage_variable_overrides: { color: "yellow" },
      },
    });

    const colors: Record<string, number> = { blue: 0, yellow: 0 };
    for (let i = 0; i < 200; i++) {
      await cloud.request("GET", `${url}/product`);
      const { stageVariables, requestContext } = cloud.lambda.event;
      colors[stageVariables.color] = (colors[stageVariables.color] ?? 0) + 1;
      expect(requestContext.deploymentId === canary["id"]).toBe(stageVariables.color === "yellow");
    }

    expect(colors["yellow"]).toBeGreaterThan(30);
    expect(colors["yellow"]).toBeLessThan(70);
  });
});

describe("access logs of a REST stage", () => {
  const format = JSON.stringify({
    id: "$context.requestId",
    ip: "$context.identity.sourceIp",
    agent: "$context.identity.userAgent",
    path: "$context.resourcePath",
    method: "$context.httpMethod",
    status: "$context.status",
    length: "$context.responseLength",
    latency: "$context.integrationLatency",
    error: "$context.error.message",
    user: "$context.authorizer.claims.sub",
  });

  test("say what the format asks for, written as the account's role", async () => {
    const cloud = gatewayHarness();
    await cloud.apply("aws_api_gateway_account", "account", { cloudwatch_role_arn: LOG_ROLE });
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product", method: "GET" });
    const url = await api.deploy({ access_log_settings: { destination_arn: LOG_GROUP, format } });
    cloud.lambda.durationMs = 12;

    const answered = await cloud.request("GET", `${url}/product`, { headers: { "User-Agent": 'a "b"' } });
    const refused = await cloud.request("GET", `${url}/nothing`);
    await cloud.work.settle();

    expect(cloud.logs.flatMap(({ messages }) => messages).map((line) => JSON.parse(line))).toEqual([
      {
        id: answered.headers["x-amzn-requestid"],
        ip: "203.0.113.7",
        agent: 'a "b"',
        path: "/product",
        method: "GET",
        status: "200",
        length: "2",
        latency: "12",
        error: "-",
        user: "-",
      },
      {
        id: refused.headers["x-amzn-requestid"],
        ip: "203.0.113.7",
        agent: "-",
        path: "-",
        method: "GET",
        status: "403",
        length: "42",
        latency: "-",
        error: "Missing Authentication Token",
        user: "-",
      },
    ]);
    expect(cloud.logs[0]).toMatchObject({ principal: LOG_ROLE, group: "/aws/apigateway/dev-test-api" });
    expect(cloud.failures).toEqual([]);
  });

  test("are written together when requests come together", async () => {
    const cloud = gatewayHarness();
    await cloud.apply("aws_api_gateway_account", "account", { cloudwatch_role_arn: LOG_ROLE });
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product", method: "GET" });
    const url = await api.deploy({ access_log_settings: { destination_arn: LOG_GROUP, format } });

    await Promise.all([1, 2, 3].map(() => cloud.request("GET", `${url}/product`)));
    await cloud.work.settle();

    expect(cloud.logs.map(({ messages }) => messages.length)).toEqual([3]);
  });

  test("in the common log format have the time as Apache writes it", async () => {
    const cloud = gatewayHarness();
    await cloud.apply("aws_api_gateway_account", "account", { cloudwatch_role_arn: LOG_ROLE });
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product", method: "GET" });
    const common =
      '$context.identity.sourceIp $context.identity.caller [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength';
    const url = await api.deploy({
      access_log_settings: { destination_arn: `${LOG_GROUP}:*`, format: common },
    });

    await cloud.request("GET", `${url}/product`);
    await cloud.work.settle();

    expect(cloud.logs[0]?.messages).toEqual([
      '203.0.113.7 - [01/Jan/2026:00:00:00 +0000] "GET /product HTTP/1.1" 200 2',
    ]);
  });

  test("need the account's role", async () => {
    const api = await RestFixture.create(gatewayHarness());
    await api.method({ path: "/product", method: "GET" });

    await expect(api.deploy({ access_log_settings: { destination_arn: LOG_GROUP, format } })).rejects.toThrow(
      "CloudWatch Logs role ARN must be set in account settings to enable logging",
    );
  });

  test("go to a log group, and to nothing else", async () => {
    const cloud = gatewayHarness();
    await cloud.apply("aws_api_gateway_account", "account", { cloudwatch_role_arn: LOG_ROLE });
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product", method: "GET" });
    const destination_arn = "arn:aws:firehose:eu-central-1:000000000000:deliverystream/amazon-apigateway-x";

    await expect(api.deploy({ access_log_settings: { destination_arn, format } })).rejects.toThrow(
      "access logs go to a log group",
    );
  });
});

describe("GET /restapis and /restapis/{id}/stages", () => {
  test("list what is deployed", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud, { description: "products" });
    await api.method({ path: "/product", method: "GET" });
    await api.deploy();

    expect(await cloud.call("apigateway", "GetRestApis")).toMatchObject({
      item: [{ id: api.id, name: "dev-test-api", description: "products", createdDate: 1_767_225_600 }],
    });
    expect(await cloud.call("apigateway", "GetStages", { restApiId: api.id })).toMatchObject({
      item: [{ stageName: "dev" }],
    });
    await expect(cloud.call("apigateway", "GetStages", { restApiId: "none" })).rejects.toThrow(
      "Invalid API identifier specified none",
    );
  });
});

describe("resources of a REST API", () => {
  test("expose what AWS does, and the local URL", async () => {
    const cloud = gatewayHarness();
    const api = await cloud.apply("aws_api_gateway_rest_api", "api", { name: "dev-test-api" });
    const fixture = await RestFixture.create(cloud);
    await fixture.method({ path: "/product/{id}", method: "GET" });
    await fixture.deploy();
    const resource = await cloud.apply("aws_api_gateway_resource", "/order", {
      rest_api_id: api["id"],
      parent_id: api["root_resource_id"],
      path_part: "order",
    });
    const stage = await cloud.apply("aws_api_gateway_stage", "other", {
      rest_api_id: api["id"],
      stage_name: "other",
      deployment_id: (await cloud.apply("aws_api_gateway_deployment", "d", { rest_api_id: api["id"] }))["id"],
    });

    const { id } = api;
    expect(id).toMatch(/^[a-z0-9]{10}$/);
    expect(api).toMatchObject({
      arn: `arn:aws:apigateway:eu-central-1::/restapis/${id}`,
      execution_arn: `arn:aws:execute-api:eu-central-1:000000000000:${id}`,
    });
    expect(resource).toMatchObject({ path: "/order" });
    expect(stage).toMatchObject({
      invoke_url: `http://127.0.0.1:4566/_aws/execute-api/${id}/other`,
      execution_arn: `arn:aws:execute-api:eu-central-1:000000000000:${id}/other`,
      arn: `arn:aws:apigateway:eu-central-1::/restapis/${id}/stages/other`,
    });
  });

  test("have the same ids in every cloud of the same seed, and others with another seed", async () => {
    const ids = await Promise.all(
      [7, 7, 8].map(async (seed) => (await RestFixture.create(gatewayHarness({ seed }))).id),
    );

    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  test("refuse a second variable at the same place", async () => {
    const api = await RestFixture.create(gatewayHarness());
    await api.resource("/product/{id}");

    await expect(api.resource("/product/{name}")).rejects.toThrow(
      "A sibling ({id}) of this resource already has a variable path part",
    );
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["aws_api_gateway_integration", { type: "HTTP_PROXY" }, "AWS_PROXY (a function) and MOCK"],
    [
      "aws_api_gateway_integration",
      { type: "AWS_PROXY", uri: "x", integration_http_method: "GET" },
      "functions are invoked with POST",
    ],
    [
      "aws_api_gateway_integration",
      { type: "AWS_PROXY", integration_http_method: "POST" },
      "needs the invoke ARN",
    ],
    ["aws_api_gateway_integration", { type: "MOCK", tls_config: {} }, "tls_config"],
  ])("name what is not modelled: %s %j", async (type, config, message) => {
    const cloud = gatewayHarness();
    const place = { rest_api_id: "a", resource_id: "b", http_method: "GET" };

    await expect(cloud.apply(type, "x", { ...place, ...config })).rejects.toThrow(message);
  });

  test("leave nothing behind when the API is removed", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);
    await api.method({ path: "/product", method: "GET" });
    const url = await api.deploy();
    const restApi = cloud.service.resources?.find(({ type }) => type === "aws_api_gateway_rest_api");

    await restApi?.remove({}, { id: api.id }, { address: "a", stackDirectory: "." });

    const response = await cloud.request("GET", `${url}/product`);
    expect(response.status).toBe(404);
    expect(json(response)).toEqual({ message: `no API of this cloud has the id ${api.id}` });
  });
});
