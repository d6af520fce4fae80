import { gatewayHarness, type Harness } from "./gateway-harness";
import { RestFixture } from "./rest-fixture";

const DAY_MS = 86_400_000;

async function meteredApi(cloud: Harness, plan: object = {}) {
  const api = await RestFixture.create(cloud);
  const settings = { api_key_required: true };
  await api.method({ path: "/product", method: "GET", settings });
  await api.method({ path: "/product", method: "POST", settings });
  const url = await api.deploy();
  const key = await cloud.apply("aws_api_gateway_api_key", "partner", { name: "partner" });
  const usagePlan = await cloud.apply("aws_api_gateway_usage_plan", "partners", {
    name: "partners",
    api_stages: [{ api_id: api.id, stage: "dev" }],
    ...plan,
  });
  await cloud.apply("aws_api_gateway_usage_plan_key", "partner", {
    key_id: key["id"],
    key_type: "API_KEY",
    usage_plan_id: usagePlan["id"],
  });
  const call = async (method = "GET", value = key["value"]) => {
    const headers: Record<string, string> = value === undefined ? {} : { "x-api-key": value };
    return (await cloud.request(method, `${url}/product`, { headers })).status;
  };
  return { api, key, call, url };
}

describe("API keys", () => {
  test("open the stages of their plan and reach the function", async () => {
    const cloud = gatewayHarness();
    const { key, call } = await meteredApi(cloud);

    expect(await call()).toBe(200);
    expect(cloud.lambda.event.requestContext.identity).toMatchObject({
      apiKey: key["value"],
      apiKeyId: key["id"],
    });
    expect(key["value"]).toMatch(/^[a-z0-9]{40}$/);
  });

  test("are required where the method says so", async () => {
    const cloud = gatewayHarness();
    const { url } = await meteredApi(cloud);

    expect(await cloud.request("GET", `${url}/product`)).toMatchObject({
      status: 403,
      headers: { "x-amzn-errortype": "ForbiddenException" },
      body: '{"message":"Forbidden"}',
    });
    expect(
      await cloud.request("GET", `${url}/product`, { headers: { "x-api-key": "x".repeat(20) } }),
    ).toMatchObject({ status: 403 });
  });

  test("tell their value to whoever asks for it", async () => {
    const cloud = gatewayHarness();
    const { key } = await meteredApi(cloud);
    const ask = (input: object) => cloud.call("apigateway", "GetApiKey", input);
    await cloud.work.advance(1_000);
    await cloud.apply("aws_api_gateway_api_key", "partner", { name: "partner", enabled: false });
    const createdDate = Date.UTC(2026, 0, 1) / 1000;
    const told = {
      id: key["id"],
      name: "partner",
      enabled: false,
      createdDate,
      lastUpdatedDate: createdDate + 1,
      stageKeys: [],
    };

    expect(await ask({ apiKey: key["id"] })).toEqual(told);
    expect(await ask({ apiKey: key["id"], includeValue: "false" })).toEqual(told);
    expect(await ask({ apiKey: key["id"], includeValue: "true" })).toEqual({ ...told, value: key["value"] });
    await expect(ask({ apiKey: "none" })).rejects.toMatchObject({
      code: "NotFoundException",
      message: "Invalid API Key identifier specified",
      httpStatus: 404,
    });
  });

  test("do not open when they are disabled or of no plan", async () => {
    const cloud = gatewayHarness();
    const { call } = await meteredApi(cloud);
    const other = await cloud.apply("aws_api_gateway_api_key", "other", { name: "other" });

    expect(await call("GET", other["value"])).toBe(403);
    await cloud.apply("aws_api_gateway_api_key", "partner", { name: "partner", enabled: false });
    expect(await call()).toBe(403);
  });
});

describe("a usage plan", () => {
  test("throttles each key over all methods", async () => {
    const cloud = gatewayHarness();
    const { call } = await meteredApi(cloud, { throttle_settings: { burst_limit: 2, rate_limit: 1 } });

    expect([await call("GET"), await call("POST"), await call("GET")]).toEqual([200, 200, 429]);
    await cloud.work.advance(1_000);
    expect([await call(), await call()]).toEqual([200, 429]);
  });

  test("throttles a method by its own limit", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);
    const { call } = await meteredApi(cloud, {
      api_stages: [
        {
          api_id: api.id,
          stage: "dev",
          throttle: { path: "/product/POST", burst_limit: 1, rate_limit: 1 },
        },
      ],
    });

    expect([await call("POST"), await call("POST"), await call("GET"), await call("GET")]).toEqual([
      200, 429, 200, 200,
    ]);
  });

  test.each([
    ["DAY", DAY_MS],
    ["WEEK", 3 * DAY_MS],
    ["MONTH", 31 * DAY_MS],
  ])("counts by the calendar's %s", async (period, untilNextMs) => {
    // Virtual time starts on Thursday, 1 January 2026.
    const cloud = gatewayHarness();
    const { call, key, url } = await meteredApi(cloud, { quota_settings: { limit: 3, offset: 1, period } });

    expect([await call(), await call(), await call()]).toEqual([200, 200, 429]);
    const refused = await cloud.request("GET", `${url}/product`, {
      headers: { "x-api-key": key["value"] ?? "" },
    });
    expect(refused).toMatchObject({
      headers: { "x-amzn-errortype": "LimitExceededException" },
      body: '{"message":"Limit Exceeded"}',
    });
    await cloud.work.advance(untilNextMs - 1);
    expect(await call()).toBe(429);
    await cloud.work.advance(1);
    expect([await call(), await call(), await call(), await call()]).toEqual([200, 200, 200, 429]);
  });

  test("keeps what was used when it is changed", async () => {
    const cloud = gatewayHarness();
    const quota = (limit: number) => ({ quota_settings: { limit, period: "DAY" } });
    const { api, call } = await meteredApi(cloud, quota(1));

    expect([await call(), await call()]).toEqual([200, 429]);
    await cloud.apply("aws_api_gateway_usage_plan", "partners", {
      name: "partners",
      api_stages: [{ api_id: api.id, stage: "dev" }],
      ...quota(3),
    });
    expect([await call(), await call()]).toEqual([200, 429]);
  });

  test("for a stage that does not exist is refused", async () => {
    const cloud = gatewayHarness();
    const api = await RestFixture.create(cloud);

    await expect(
      cloud.apply("aws_api_gateway_usage_plan", "early", {
        name: "early",
        api_stages: [{ api_id: api.id, stage: "dev" }],
      }),
    ).rejects.toThrow(`API Stage not found: ${api.id}:dev`);
  });
});
