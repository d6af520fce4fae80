import type { Construct } from "constructs";
import { ApiAccount } from "../../modules/api-account";
import { RestApi, type RestApiProps, type RestRoute } from "../../modules/api-lambda";
import type { PlatformFunctionProps } from "../../modules/function";
import { refusal, sampleFunction, synth, useSampleHandlers } from "./synthesis";

useSampleHandlers();

const POOL = "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/pool";
const LIST: RestRoute = { method: "GET", path: "/product", auth: "none", reason: "Anyone may look." };
const CREATE: RestRoute = {
  method: "POST",
  path: "/product",
  auth: "user",
  requestModel: { type: "object", required: ["name"] },
};
const REMOVE: RestRoute = {
  method: "DELETE",
  path: "/product/{id}",
  auth: "user",
  scopes: ["catalog/write"],
};
const ORIGIN = "https://shop.example.com";

function build(
  scope: Construct,
  props: Partial<RestApiProps> = {},
  fn: Partial<PlatformFunctionProps> = {},
): RestApi {
  const handler = sampleFunction(scope, { name: "api", ...fn });
  return new RestApi(scope, "rest", {
    service: "sample",
    name: "api",
    handler,
    routes: [LIST, CREATE, REMOVE],
    userPoolArns: [POOL],
    ...props,
  });
}

describe("RestApi", () => {
  const stack = synth((scope) => build(scope, { cors: { origins: [ORIGIN] } }));
  const method = (httpMethod: string) => stack.one("aws_api_gateway_method", { http_method: httpMethod });

  test("has a resource per part of a path, each once", () => {
    const resource = (part: string) => stack.one("aws_api_gateway_resource", { path_part: part });

    expect(stack.all("aws_api_gateway_resource")).toHaveLength(2);
    expect(resource("product")["parent_id"]).toMatch(
      /^\$\{aws_api_gateway_rest_api\..*\.root_resource_id\}$/,
    );
    expect(resource("{id}")["parent_id"]).toMatch(
      /^\$\{aws_api_gateway_resource\.rest_resource-product_[0-9A-F]+\.id\}$/,
    );
  });

  test("hands requests to the function as they are", () => {
    const proxies = stack.all("aws_api_gateway_integration").filter((each) => each["type"] === "AWS_PROXY");

    expect(proxies).toHaveLength(3);
    for (const proxy of proxies) {
      expect(proxy).toMatchObject({
        integration_http_method: "POST",
        uri: expect.stringMatching(/^\$\{aws_lambda_function\.api_function_.*\.invoke_arn\}$/),
      });
    }
  });

  test("asks users for tokens, and for scopes where the route has them", () => {
    expect(stack.one("aws_api_gateway_authorizer")).toMatchObject({
      type: "COGNITO_USER_POOLS",
      provider_arns: [POOL],
    });
    expect(method("GET")).toMatchObject({ authorization: "NONE", api_key_required: false });
    expect(method("GET")).not.toHaveProperty("authorizer_id");
    expect(method("POST")).toMatchObject({
      authorization: "COGNITO_USER_POOLS",
      authorizer_id: expect.stringMatching(/^\$\{aws_api_gateway_authorizer\./),
    });
    expect(method("DELETE")["authorization_scopes"]).toEqual(["catalog/write"]);
  });

  test("validates bodies by model before the function", () => {
    const model = stack.one("aws_api_gateway_model");

    expect(model).toMatchObject({ name: "postProduct", content_type: "application/json" });
    expect(JSON.parse(model["schema"])).toEqual({
      $schema: "http://json-schema.org/draft-04/schema#",
      type: "object",
      required: ["name"],
    });
    expect(method("POST")).toMatchObject({
      request_models: {
        "application/json": expect.stringMatching(/^\$\{aws_api_gateway_model\..*\.name\}$/),
      },
      request_validator_id: expect.stringMatching(/^\$\{aws_api_gateway_request_validator\./),
    });
    expect(stack.one("aws_api_gateway_request_validator")).toMatchObject({ validate_request_body: true });
    expect(method("GET")).not.toHaveProperty("request_validator_id");
  });

  test("names models in letters and digits alone", () => {
    const named = synth((scope) => build(scope, { routes: [{ ...CREATE, path: "/.well-known/x_" }] }));

    expect(named.one("aws_api_gateway_model")["name"]).toBe("postWellKnownX");
  });

  test("may call the function for its routes alone", () => {
    const routes = stack
      .all("aws_lambda_permission")
      .map((each) => each["source_arn"].split(".execution_arn}/"));

    for (const [api] of routes) expect(api).toMatch(/^\$\{aws_api_gateway_rest_api\.rest_api_[0-9A-F]+$/);
    expect(routes.map(([, route]) => route)).toEqual([
      "test/DELETE/product/*",
      "test/GET/product",
      "test/POST/product",
    ]);
  });

  test("answers its own errors as problems, also to pages of the origin", () => {
    const responses = stack.all("aws_api_gateway_gateway_response");

    expect(Object.fromEntries(responses.map((each) => [each["response_type"], each["status_code"]]))).toEqual(
      {
        BAD_REQUEST_BODY: "400",
        UNAUTHORIZED: "401",
        ACCESS_DENIED: "403",
        MISSING_AUTHENTICATION_TOKEN: "404",
        THROTTLED: "429",
        QUOTA_EXCEEDED: "429",
        DEFAULT_4XX: undefined,
        DEFAULT_5XX: undefined,
      },
    );
    for (const { response_parameters, response_templates } of responses) {
      expect(response_parameters).toEqual({
        "gatewayresponse.header.Content-Type": "'application/problem+json'",
        "gatewayresponse.header.Access-Control-Allow-Origin": `'${ORIGIN}'`,
      });
      const filledIn = response_templates["application/json"].replace(
        "$context.error.messageString",
        '"because"',
      );
      expect(JSON.parse(filledIn)).toMatchObject({ type: "about:blank", requestId: "$context.requestId" });
    }
  });

  test("answers preflight requests at each path without the function", () => {
    const preflights = stack.all("aws_api_gateway_integration").filter((each) => each["type"] === "MOCK");
    const [atProductId, atProduct] = stack.all("aws_api_gateway_integration_response");

    expect(preflights.map((each) => each["request_templates"])).toEqual([
      { "application/json": '{"statusCode": 204}' },
      { "application/json": '{"statusCode": 204}' },
    ]);
    expect(atProduct?.["response_parameters"]).toEqual({
      "method.response.header.Access-Control-Allow-Origin": `'${ORIGIN}'`,
      "method.response.header.Access-Control-Allow-Methods": "'OPTIONS,GET,POST'",
      "method.response.header.Access-Control-Allow-Headers":
        "'authorization,content-type,idempotency-key,x-api-key,x-correlation-id'",
      "method.response.header.Access-Control-Max-Age": "'3600'",
    });
    expect(atProductId?.["response_parameters"]).toMatchObject({
      "method.response.header.Access-Control-Allow-Methods": "'OPTIONS,DELETE'",
    });
    expect(stack.one("aws_lambda_function")["environment"].variables.CORS_ORIGINS).toBe(ORIGIN);
  });

  test.each([
    [ORIGIN, []],
    [
      "*",
      [
        `stack/second sets CORS_ORIGINS of test-sample-api to "*", but stack/first has set it to "${ORIGIN}"; a variable ` +
          "has one value. Agree on it, or use a function each.",
      ],
    ],
  ])("shares its function with an API of the same origin alone: %s", (origin, problems) => {
    const said = refusal((scope) => {
      const props = { service: "sample", handler: sampleFunction(scope, { name: "api" }), routes: [LIST] };
      new RestApi(scope, "first", { ...props, name: "first", cors: { origins: [ORIGIN] } });
      new RestApi(scope, "second", { ...props, name: "second", cors: { origins: [origin] } });
    });

    expect(said).toEqual(problems);
  });

  test("without CORS has no preflights and tells the function nothing", () => {
    const closed = synth((scope) => build(scope));

    expect(closed.all("aws_api_gateway_method")).toHaveLength(3);
    expect(closed.one("aws_lambda_function")["environment"].variables).not.toHaveProperty("CORS_ORIGINS");
  });

  test("has a stage of the environment's name with traces, limits and an access log", () => {
    expect(stack.one("aws_api_gateway_stage")).toMatchObject({
      stage_name: "test",
      xray_tracing_enabled: true,
      access_log_settings: {
        destination_arn: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.rest_access-log_/),
      },
    });
    expect(
      stack.one("aws_cloudwatch_log_group", { name: "/aws/apigateway/test-sample-api" })["retention_in_days"],
    ).toBe(14);
    expect(stack.one("aws_api_gateway_method_settings")).toMatchObject({
      method_path: "*/*",
      settings: { throttling_rate_limit: 50, throttling_burst_limit: 100, data_trace_enabled: false },
    });
  });

  test("keeps what may name a person out of the access log", () => {
    const format = JSON.parse(stack.one("aws_api_gateway_stage")["access_log_settings"].format);

    expect(format).toMatchObject({ method: "$context.httpMethod", resource: "$context.resourcePath" });
    expect(JSON.stringify(format)).not.toMatch(/context\.path\b|queryString|header|claims|customDomain/);
  });

  test("raises an alarm for requests that are answered with 5xx", () => {
    expect(stack.one("aws_cloudwatch_metric_alarm", { alarm_name: "test-sample-api-5xx" })).toMatchObject({
      namespace: "AWS/ApiGateway",
      metric_name: "5XXError",
      dimensions: { ApiName: "test-sample-api" },
      threshold: 0,
      statistic: "Sum",
    });
  });

  describe("deployment", () => {
    const trigger = (props: Partial<RestApiProps>) =>
      synth((scope) => build(scope, props)).one("aws_api_gateway_deployment")["triggers"].definition;

    test("waits for everything that it takes a picture of, and replaces before it destroys", () => {
      const deployment = stack.one("aws_api_gateway_deployment");
      const ofType = (type: string) =>
        deployment["depends_on"].filter((each: string) => each.startsWith(`aws_api_gateway_${type}.`)).length;

      expect([ofType("method"), ofType("integration"), ofType("gateway_response")]).toEqual([5, 5, 8]);
      expect(deployment["lifecycle"]).toEqual({ create_before_destroy: true });
    });

    test("is the same for the same definition", () => {
      const reworded = { ...LIST, reason: "Whoever likes may look." };

      expect(trigger({ throttling: { rateLimit: 1, burstLimit: 1 } })).toBe(trigger({}));
      expect(trigger({ routes: [reworded, CREATE, REMOVE] })).toBe(trigger({}));
    });

    test.each<[string, Partial<RestApiProps>]>([
      ["a route less", { routes: [LIST, CREATE] }],
      ["another model", { routes: [LIST, { ...CREATE, requestModel: { type: "array" } }, REMOVE] }],
      ["another scope", { routes: [LIST, CREATE, { ...REMOVE, scopes: ["catalog/admin"] }] }],
      ["CORS", { cors: { origins: [ORIGIN] } }],
      ["no token", { routes: [LIST, CREATE, { ...REMOVE, auth: "none", scopes: [], reason: "On trial." }] }],
    ])("is a new one for %s", (_, props) => {
      expect(trigger(props)).not.toBe(trigger({}));
    });

    test("is a new one for a path whose ids stay the same", () => {
      const at = (path: string) => trigger({ routes: [{ ...LIST, path }] });

      expect(at("/price-list")).not.toBe(at("/price_list"));
      expect(at("/price-list/all")).not.toBe(at("/priceList/all"));
    });

    test("is a new one where it is asked for", () => {
      const redeployed = synth((scope) => build(scope, { redeploy: "without the old route" }));

      expect(redeployed.one("aws_api_gateway_deployment")["triggers"].redeploy).toBe("without the old route");
      expect(stack.one("aws_api_gateway_deployment")["triggers"]).not.toHaveProperty("redeploy");
    });

    test("is a new one for other user pools or another function", () => {
      expect(stack.one("aws_api_gateway_deployment")["triggers"]).toMatchObject({
        handler: expect.stringMatching(/^\$\{aws_lambda_function\..*\.invoke_arn\}$/),
        users: POOL,
      });
    });

    test("on trial gets its share while the one that the state has stays as it is", () => {
      const canary = synth((scope) => build(scope, { routes: [LIST, CREATE], canary: { percent: 10 } }));

      const [trial, stable] = canary.all("aws_api_gateway_deployment");
      expect(stable?.["lifecycle"]).toEqual({ create_before_destroy: true, ignore_changes: ["triggers"] });
      expect(trial?.["triggers"].definition).toBe(trigger({ routes: [LIST, CREATE] }));
      expect(trial?.["lifecycle"]).toEqual({ create_before_destroy: true });
      expect(canary.one("aws_api_gateway_stage")).toMatchObject({
        deployment_id: expect.stringMatching(/\.rest_deployment_[0-9A-F]+\.id\}$/),
        canary_settings: {
          deployment_id: expect.stringMatching(/\.rest_canary-deployment_[0-9A-F]+\.id\}$/),
          percent_traffic: 10,
        },
      });
    });
  });

  test("gives each caller of the usage plan a key", () => {
    const planned = synth((scope) =>
      build(scope, {
        routes: [{ ...LIST, apiKeyRequired: true }],
        usagePlan: {
          keys: ["partner", "mobile"],
          throttling: { rateLimit: 5, burstLimit: 10 },
          requestsPerDay: 1000,
        },
      }),
    );

    expect(planned.one("aws_api_gateway_method")["api_key_required"]).toBe(true);
    expect(planned.one("aws_api_gateway_usage_plan")).toMatchObject({
      api_stages: [{ stage: expect.stringMatching(/^\$\{aws_api_gateway_stage\..*\.stage_name\}$/) }],
      throttle_settings: { rate_limit: 5, burst_limit: 10 },
      quota_settings: { limit: 1000, period: "DAY" },
    });
    expect(planned.all("aws_api_gateway_api_key").map(({ name }) => name)).toEqual([
      "test-sample-api-mobile",
      "test-sample-api-partner",
    ]);
    expect(planned.all("aws_api_gateway_usage_plan_key")).toHaveLength(2);
  });

  const keyed = { routes: [{ ...LIST, apiKeyRequired: true }] };
  const plan = (props: object = {}) => ({
    ...keyed,
    usagePlan: {
      keys: ["partner"],
      throttling: { rateLimit: 1, burstLimit: 1 },
      requestsPerDay: 1,
      ...props,
    },
  });

  test("tells the id of a caller's key, and which keys there are", () => {
    const planned = synth((scope) => {
      const api = build(scope, plan());
      expect(() => api.apiKeyId("parnter")).toThrow(
        'rest: the usage plan has no key "parnter". Known keys: partner.',
      );
      sampleFunction(scope, { environment: { KEY_ID: api.apiKeyId("partner") } });
    });

    const teller = planned.one("aws_lambda_function", { function_name: "test-sample-worker" });
    expect(teller["environment"].variables.KEY_ID).toMatch(
      /^\$\{aws_api_gateway_api_key\.rest_api-key-partner_\w+\.id\}$/,
    );
  });
  const canary = (percent: number) => ({ canary: { percent } });
  const paths = (...some: readonly string[]) => ({
    routes: some.map((path): RestRoute => ({ ...CREATE, path })),
  });
  test.each<[Partial<RestApiProps>, Partial<RestApiProps>, string]>([
    [{ userPoolArns: [POOL] }, { userPoolArns: [] }, 'a route has auth "user", but userPoolArns is empty.'],
    [
      { routes: [REMOVE] },
      { routes: [{ ...REMOVE, scopes: ["catalog:write"] }] },
      'asks for the scope "catalog:write"; a scope is "<resource server>/<scope>", such as "catalog/write"',
    ],
    [
      { cors: { origins: [ORIGIN] } },
      { cors: { origins: [ORIGIN, "https://a.b"] } },
      'cors.origins has 2 entries; a REST API answers with one. Choose it, use "*", or an HttpApi.',
    ],
    [plan(), keyed, "route GET /product requires an API key, but there is no usagePlan."],
    [plan(), { ...plan(), routes: [LIST] }, "usagePlan has no effect: no route has apiKeyRequired."],
    [plan(), plan({ keys: [] }), "usagePlan.keys is empty; name who gets a key."],
    [plan({ keys: ["a", "b"] }), plan({ keys: ["a", "a"] }), "usagePlan.keys has a name twice (a, a)"],
    [
      plan({ keys: ["a-b"] }),
      plan({ keys: ["a b"] }),
      'a name in usagePlan.keys is "a b"; it must be kebab-case',
    ],
    [plan(), plan({ requestsPerDay: 0 }), "usagePlan.requestsPerDay is 0"],
    [canary(1), canary(0), "canary.percent is 0; it must be a whole number from 1 to 99."],
    [canary(99), canary(100), "Leave canary out to send everyone to the new definition."],
    [
      paths("/price-list", "/prices"),
      paths("/price-list", "/price_list"),
      'routes POST /price-list and POST /price_list both get the id "price-list": ids, of which Terraform\'s addresses ' +
        "are made, tell paths apart by words, not by signs and capitals. Rename one of the paths.",
    ],
    [
      paths("/a/b", "/a/b/c"),
      paths("/a-b/c", "/a/b"),
      'routes POST /a-b/c and POST /a/b both get the id "a-b"',
    ],
    [paths("/", "/top"), paths("/", "/root"), 'routes POST / and POST /root both get the id "root"'],
    [
      paths("/product-2", "/product-3"),
      paths("/product-2", "/product2"),
      "the request models of routes POST /product-2 and POST /product2 are both named postProduct2",
    ],
    [
      paths("/a/{p+}", "/a"),
      paths("/a/{p+}/x"),
      "route POST /a/{p+}/x has {p+} before the end of its path; it takes everything that follows, so it must come " +
        'last. Leave out what is behind it, or the "+".',
    ],
    [
      paths("/a_b.c-d"),
      paths("/~ada"),
      'route POST /~ada has "~" in its path; a part of a REST API\'s path has letters, digits, ".", "_" and "-" alone.',
    ],
    [
      paths("/a/{id}", "/a/{id}/b/{name}"),
      paths("/a/{id}", "/a/{name}/b"),
      "routes POST /a/{id} and POST /a/{name}/b have the parameters {id} and {name} at one place, below /a; a REST API " +
        "takes one there. Give them one name.",
    ],
    [paths("/{p+}"), paths("/{id}", "/{p+}"), "have the parameters {id} and {p+} at one place, below /;"],
  ])("takes %j and refuses %j", (good, bad, text) => {
    expect(refusal((scope) => build(scope, good))).toEqual([]);
    expect(refusal((scope) => build(scope, bad))).toEqual([expect.stringContaining(text)]);
  });

  test("takes a handler of 28 s and refuses one of 29 s", () => {
    expect(refusal((scope) => build(scope, {}, { timeoutSeconds: 28 }))).toEqual([]);
    expect(refusal((scope) => build(scope, {}, { timeoutSeconds: 29 }))).toEqual([
      expect.stringContaining("timeoutSeconds of test-sample-api is 29; API Gateway gives up after 29 s."),
    ]);
  });
});

describe("ApiAccount", () => {
  test("lets API Gateway write logs, once it may", () => {
    const stack = synth((scope) => new ApiAccount(scope, "account", { service: "platform" }));

    expect(JSON.parse(stack.one("aws_iam_role")["assume_role_policy"]).Statement[0].Principal).toEqual({
      Service: "apigateway.amazonaws.com",
    });
    expect(stack.one("aws_api_gateway_account")["depends_on"]).toEqual([
      expect.stringMatching(/^aws_iam_role_policy_attachment\./),
    ]);
  });
});
