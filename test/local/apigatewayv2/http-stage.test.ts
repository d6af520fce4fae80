import { gatewayHarness } from "../apigateway/gateway-harness";
import { deployedHttpApi, HttpFixture } from "./http-fixture";

describe("a stage of an HTTP API", () => {
  test("with auto_deploy serves changes at once", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("GET /basket");
    const url = await api.stage();

    expect(await cloud.request("GET", `${url}/order`)).toMatchObject({ status: 404 });
    await api.route("GET /order");
    expect(await cloud.request("GET", `${url}/order`)).toMatchObject({ status: 200 });
  });

  test("without auto_deploy serves its deployment", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("GET /basket");
    const deployment = await cloud.apply("aws_apigatewayv2_deployment", "first", { api_id: api.id });
    const url = await api.stage({ auto_deploy: false, deployment_id: deployment["id"] });
    await api.route("GET /order");

    expect(await cloud.request("GET", `${url}/basket`)).toMatchObject({ status: 200 });
    expect(await cloud.request("GET", `${url}/order`)).toMatchObject({ status: 404 });
  });

  test("without anything deployed answers 404", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("GET /basket");
    const url = await api.stage({ auto_deploy: false });

    expect(await cloud.request("GET", `${url}/basket`)).toMatchObject({ status: 404 });
  });

  test("of a deployment that does not exist is refused", async () => {
    const api = await HttpFixture.create(gatewayHarness());

    await expect(api.stage({ deployment_id: "none" })).rejects.toThrow(
      "Unable to find Deployment by ID none",
    );
  });

  test("stands beside $default below its name", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("GET /basket");
    const url = await api.stage();
    await api.stage({ name: "v1" });

    await cloud.request("GET", `${url}/v1/basket`);
    expect(cloud.lambda.event.requestContext.stage).toBe("v1");
    await cloud.request("GET", `${url}/basket`);
    expect(cloud.lambda.event.requestContext.stage).toBe("$default");
  });

  test("that is removed leaves 404", async () => {
    const cloud = gatewayHarness();
    const url = await deployedHttpApi(cloud, "GET /basket");
    const stage = cloud.service.resources?.find(({ type }) => type === "aws_apigatewayv2_stage");

    await stage?.remove(
      { api_id: url.split("/").at(-1), name: "$default" },
      {},
      {
        address: "a",
        stackDirectory: ".",
      },
    );

    expect(await cloud.request("GET", `${url}/basket`)).toMatchObject({ status: 404 });
  });
});

describe("throttling of an HTTP stage", () => {
  const limits = (rate: number, burst: number) => ({
    throttling_rate_limit: rate,
    throttling_burst_limit: burst,
  });

  test("gives each route a bucket of its own, refilled by the clock", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("GET /basket");
    await api.route("GET /order");
    const url = await api.stage({
      default_route_settings: limits(10, 2),
      route_settings: [{ route_key: "GET /order", ...limits(1, 1) }],
    });
    const status = async (path: string) => (await cloud.request("GET", url + path)).status;

    expect([await status("/basket"), await status("/basket"), await status("/basket")]).toEqual([
      200, 200, 429,
    ]);
    expect([await status("/order"), await status("/order")]).toEqual([200, 429]);
    await cloud.work.advance(100);
    expect([await status("/basket"), await status("/order")]).toEqual([200, 429]);
  });

  test("lets nothing through when the settings leave the limits out, as on AWS", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("GET /basket");
    const url = await api.stage({ default_route_settings: { detailed_metrics_enabled: true } });

    expect(await cloud.request("GET", `${url}/basket`)).toMatchObject({
      status: 429,
      body: '{"message":"Too Many Requests"}',
    });
  });
});

describe("access logs of an HTTP stage", () => {
  test("say what the format asks for", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("GET /basket/{userName}");
    const url = await api.stage({
      access_log_settings: {
        destination_arn: "arn:aws:logs:eu-central-1:000000000000:log-group:/aws/apigateway/dev-test-api",
        format:
          '{"id":"$context.requestId","route":"$context.routeKey","status":$context.status,"e":"$context.integrationErrorMessage","m":"$context.error.message"}',
      },
    });

    const answered = await cloud.request("GET", `${url}/basket/ada`);
    cloud.lambda.functionError = "Unhandled";
    const failed = await cloud.request("GET", `${url}/basket/bob`);
    await cloud.work.settle();

    const route = "GET /basket/{userName}";
    expect(cloud.logs.flatMap(({ messages }) => messages).map((line) => JSON.parse(line))).toEqual([
      { id: answered.headers["apigw-requestid"], route, status: 200, e: "-", m: "-" },
      {
        id: failed.headers["apigw-requestid"],
        route,
        status: 500,
        e: "The function failed: Unhandled",
        m: "Internal Server Error",
      },
    ]);
    expect(cloud.failures).toEqual([]);
  });

  test("say that the integration's role does not trust API Gateway", async () => {
    const role = "arn:aws:iam::000000000000:role/dev-invoker";
    const cloud = gatewayHarness({
      authorizer: {
        denial: (principal, { action, resource }) =>
          principal.type === "service" && action === "sts:AssumeRole" && resource === role
            ? `${principal.name} may not`
            : undefined,
      },
    });
    const api = await HttpFixture.create(cloud, { integration: { credentials_arn: role } });
    await api.route("GET /basket");
    const url = await api.stage({
      access_log_settings: {
        destination_arn: "arn:aws:logs:eu-central-1:000000000000:log-group:x",
        format: "$context.requestId $context.integrationErrorMessage",
      },
    });

    const response = await cloud.request("GET", `${url}/basket`);
    await cloud.work.settle();

    expect(response.status).toBe(500);
    expect(cloud.lambda.seen).toEqual([]);
    expect(cloud.logs.flatMap(({ messages }) => messages)).toEqual([
      `${response.headers["apigw-requestid"]} API Gateway does not have permission to assume the provided role ${role}`,
    ]);
  });

  test("with an unknown variable are refused by name", async () => {
    const api = await HttpFixture.create(gatewayHarness());
    const destination_arn = "arn:aws:logs:eu-central-1:000000000000:log-group:x";

    await expect(
      api.stage({ access_log_settings: { destination_arn, format: "$context.nonsense" } }),
    ).rejects.toThrow("$context.nonsense is not a variable that the local cloud knows");
  });
});

describe("resources of an HTTP API", () => {
  test("expose what AWS does, and the local URL", async () => {
    const cloud = gatewayHarness();
    const api = await cloud.apply("aws_apigatewayv2_api", "api", {
      name: "dev-basket-api",
      protocol_type: "HTTP",
    });
    const stage = await cloud.apply("aws_apigatewayv2_stage", "stage", {
      api_id: api["id"],
      name: "$default",
    });

    const { id } = api;
    const local = `http://127.0.0.1:4566/_aws/execute-api/${id}`;
    expect(api).toMatchObject({
      arn: `arn:aws:apigateway:eu-central-1::/apis/${id}`,
      api_endpoint: local,
      execution_arn: `arn:aws:execute-api:eu-central-1:000000000000:${id}`,
    });
    expect(stage).toMatchObject({
      id: "$default",
      invoke_url: local,
      execution_arn: `arn:aws:execute-api:eu-central-1:000000000000:${id}/$default`,
    });
    expect(await cloud.call("apigateway", "GetApis")).toMatchObject({
      items: [{ apiId: id, name: "dev-basket-api", apiEndpoint: local, protocolType: "HTTP" }],
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["aws_apigatewayv2_api", { name: "a", protocol_type: "WEBSOCKET" }, "no WebSocket APIs"],
    ["aws_apigatewayv2_integration", { integration_type: "HTTP_PROXY" }, "AWS_PROXY with a function"],
    [
      "aws_apigatewayv2_integration",
      { integration_type: "AWS_PROXY", integration_uri: "https://example.test" },
      'the local cloud does not model "https://example.test"',
    ],
    ["aws_apigatewayv2_authorizer", { authorizer_type: "REQUEST" }, "no Lambda authorizers"],
    ["aws_apigatewayv2_stage", { name: "a b" }, "a stage's name has"],
  ])("name what is not modelled: %s %j", async (type, config, message) => {
    const cloud = gatewayHarness();

    await expect(cloud.apply(type, "x", { api_id: "a", ...config })).rejects.toThrow(message);
  });
});
