import type { Construct } from "constructs";
import { HttpApi, type HttpApiProps, type HttpRoute } from "../../modules/api-lambda";
import type { PlatformFunctionProps } from "../../modules/function";
import { refusal, sampleFunction, synth, useSampleHandlers } from "./synthesis";

useSampleHandlers();

const JWT = { issuer: "https://cognito-idp.eu-central-1.amazonaws.com/pool", audience: ["client"] };
const READ: HttpRoute = { method: "GET", path: "/basket/{userName}", auth: "jwt" };
const OPEN: HttpRoute = { method: "GET", path: "/", auth: "none", reason: "Says that the service is there." };

function build(
  scope: Construct,
  props: Partial<HttpApiProps> = {},
  fn: Partial<PlatformFunctionProps> = {},
): HttpApi {
  const handler = sampleFunction(scope, { name: "api", ...fn });
  return new HttpApi(scope, "http", {
    service: "sample",
    name: "api",
    handler,
    routes: [READ],
    jwt: JWT,
    ...props,
  });
}

describe("HttpApi", () => {
  const stack = synth((scope) =>
    build(scope, {
      routes: [READ, { method: "POST", path: "/basket", auth: "jwt", scopes: ["basket/write"] }, OPEN],
      cors: { origins: ["https://shop.example.com", "http://localhost:3000"] },
    }),
  );

  test("hands requests to the function in payload 2.0", () => {
    expect(stack.one("aws_apigatewayv2_api")).toMatchObject({
      name: "test-sample-api",
      protocol_type: "HTTP",
    });
    expect(stack.one("aws_apigatewayv2_integration")).toMatchObject({
      integration_type: "AWS_PROXY",
      integration_uri: expect.stringMatching(/^\$\{aws_lambda_function\.api_function_.*\.invoke_arn\}$/),
      payload_format_version: "2.0",
    });
  });

  test("asks for tokens of the issuer, and for scopes where the route has them", () => {
    expect(stack.one("aws_apigatewayv2_authorizer")).toMatchObject({
      authorizer_type: "JWT",
      identity_sources: ["$request.header.Authorization"],
      jwt_configuration: { issuer: JWT.issuer, audience: ["client"] },
    });
    const route = (routeKey: string) => stack.one("aws_apigatewayv2_route", { route_key: routeKey });
    const [read, write, open] = [route("GET /basket/{userName}"), route("POST /basket"), route("GET /")];
    expect(read).toMatchObject({ authorization_type: "JWT" });
    expect(read["authorizer_id"]).toMatch(/^\$\{aws_apigatewayv2_authorizer\./);
    expect(read).not.toHaveProperty("authorization_scopes");
    expect(write).toMatchObject({ authorization_type: "JWT", authorization_scopes: ["basket/write"] });
    expect(open).toMatchObject({ authorization_type: "NONE" });
    expect(open).not.toHaveProperty("authorizer_id");
  });

  test("may call the function for its routes alone", () => {
    expect(stack.all("aws_lambda_permission").map((each) => each["source_arn"])).toEqual([
      expect.stringMatching(
        /^\$\{aws_apigatewayv2_api\.http_api_.*\.execution_arn\}\/\$default\/GET\/basket\/\*$/,
      ),
      expect.stringMatching(/\.execution_arn\}\/\$default\/GET\/$/),
      expect.stringMatching(/\.execution_arn\}\/\$default\/POST\/basket$/),
    ]);
  });

  test("lets the named origins use the methods that there are", () => {
    expect(stack.one("aws_apigatewayv2_api")["cors_configuration"]).toEqual({
      allow_origins: ["https://shop.example.com", "http://localhost:3000"],
      allow_methods: ["GET", "POST"],
      allow_headers: ["authorization", "content-type", "idempotency-key", "x-api-key", "x-correlation-id"],
      expose_headers: ["location", "retry-after", "x-correlation-id"],
      max_age: 3600,
    });
  });

  test("deploys by itself to one stage with limits and an access log", () => {
    expect(stack.one("aws_apigatewayv2_stage")).toMatchObject({
      name: "$default",
      auto_deploy: true,
      default_route_settings: { throttling_rate_limit: 50, throttling_burst_limit: 100 },
      access_log_settings: {
        destination_arn: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.http_access-log_/),
      },
    });
    expect(
      stack.one("aws_cloudwatch_log_group", { name: "/aws/apigateway/test-sample-api" })["retention_in_days"],
    ).toBe(14);
    const format = JSON.parse(stack.one("aws_apigatewayv2_stage")["access_log_settings"].format);
    expect(format).toMatchObject({
      requestId: "$context.requestId",
      route: "$context.routeKey",
      status: "$context.status",
    });
  });

  test("keeps what may name a person out of the access log", () => {
    const format = stack.one("aws_apigatewayv2_stage")["access_log_settings"].format;

    expect(format).not.toMatch(/context\.path\b|queryString|header|claims|customDomain/);
  });

  test("raises an alarm for requests that are answered with 5xx", () => {
    expect(stack.one("aws_cloudwatch_metric_alarm", { alarm_name: "test-sample-api-5xx" })).toMatchObject({
      namespace: "AWS/ApiGateway",
      metric_name: "5xx",
      dimensions: { ApiId: expect.stringMatching(/^\$\{aws_apigatewayv2_api\.http_api_.*\.id\}$/) },
      threshold: 0,
      statistic: "Sum",
    });
  });

  test("has no authorizer and no CORS where nobody asks for them", () => {
    const bare = synth((scope) => build(scope, { routes: [OPEN] }));

    expect(bare.types).not.toContain("aws_apigatewayv2_authorizer");
    expect(bare.one("aws_apigatewayv2_api")).not.toHaveProperty("cors_configuration");
  });

  const route = (props: Partial<HttpRoute>) => ({ routes: [{ ...READ, ...props }] });
  const limits = (rateLimit: number, burstLimit: number) => ({ throttling: { rateLimit, burstLimit } });
  test.each<[Partial<HttpApiProps>, Partial<HttpApiProps>, string]>([
    [{ routes: [READ] }, { routes: [] }, "routes is empty; an API needs at least one route."],
    [{ routes: [READ, OPEN] }, { routes: [READ, READ] }, "route GET /basket/{userName} is listed twice"],
    [route({ path: "/a" }), route({ path: "a" }), 'route GET a has the path "a"; it must start with "/"'],
    [route({ path: "/a/b" }), route({ path: "/a/" }), 'has the path "/a/"'],
    [route({ path: "/a/{b+}" }), route({ path: "/a/:b" }), 'has the path "/a/:b"'],
    [
      { routes: [OPEN] },
      { routes: [{ ...OPEN, reason: " " }] },
      "route GET / is open to anyone without a reason.",
    ],
    [
      { routes: [OPEN] },
      { routes: [{ ...OPEN, scopes: ["a/b"] }] },
      "route GET / asks for scopes but no token.",
    ],
    [
      route({ scopes: ["https://shop.example/basket/write", "aws.cognito.signin.user.admin"] }),
      route({ scopes: ["write"] }),
      'route GET /basket/{userName} asks for the scope "write"; a scope is "<resource server>/<scope>", such as "catalog/write", ' +
        "or one of Cognito's own: aws.cognito.signin.user.admin, email, openid, phone, profile.",
    ],
    [route({ scopes: ["basket/write"] }), route({ scopes: ["basket/"] }), 'asks for the scope "basket/";'],
    [route({ scopes: ["basket/write"] }), route({ scopes: ["a/b a/c"] }), 'asks for the scope "a/b a/c";'],
    [
      { jwt: JWT },
      { jwt: { ...JWT, audience: [] } },
      'a route has auth "jwt", but jwt names no issuer and audience.',
    ],
    [
      { jwt: { ...JWT, issuer: "https://login.example.com/shop" } },
      { jwt: { ...JWT, issuer: "login.example.com" } },
      'jwt.issuer is "login.example.com"; it must be the https URL that tokens carry as iss',
    ],
    [
      { cors: { origins: ["*"] } },
      { cors: { origins: ["*", "https://a.b"] } },
      'cors.origins has "*" beside others',
    ],
    [
      { cors: { origins: ["https://a.b"] } },
      { cors: { origins: ["https://a.b/"] } },
      'cors.origins has "https://a.b/"',
    ],
    [{ cors: { origins: ["https://a.b"] } }, { cors: { origins: [] } }, "cors.origins is empty"],
    [
      { routes: [OPEN, { ...READ, path: "/a_b" }] },
      {
        routes: [
          { ...READ, path: "/aB" },
          { ...READ, path: "/a_b" },
        ],
      },
      'routes GET /aB and GET /a_b both get the id "get-a-b": ids, of which Terraform\'s addresses are made, tell paths ' +
        "apart by words, not by signs and capitals. Rename one of the paths.",
    ],
    [
      route({ path: "/a/{p+}" }),
      route({ path: "/{p+}/a" }),
      "route GET /{p+}/a has {p+} before the end of its path",
    ],
    [limits(1, 1), limits(0, 1), "throttling.rateLimit is 0; it must be a whole number from 1 to 10000."],
    [limits(10_000, 5000), limits(10_000, 5001), "throttling.burstLimit is 5001"],
  ])("takes %j and refuses %j", (good, bad, text) => {
    expect(refusal((scope) => build(scope, good))).toEqual([]);
    expect(refusal((scope) => build(scope, bad))).toEqual([expect.stringContaining(text)]);
  });

  test("takes a handler of 29 s and refuses one of 30 s", () => {
    expect(refusal((scope) => build(scope, {}, { timeoutSeconds: 29 }))).toEqual([]);
    expect(refusal((scope) => build(scope, {}, { timeoutSeconds: 30 }))).toEqual([
      "timeoutSeconds of test-sample-api is 30; API Gateway gives up after 30 s. " +
        "Set it lower, or hand the work to a queue and answer 202.",
    ]);
  });
});
