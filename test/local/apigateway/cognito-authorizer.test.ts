import { gatewayHarness, type Harness } from "./gateway-harness";
import { RestFixture } from "./rest-fixture";
import { ISSUER, POOL_ARN, TokenFixture } from "./token-fixture";

async function securedApi(
  cloud: Harness,
  { scopes = [], authorizer = {} }: { scopes?: readonly string[]; authorizer?: object } = {},
) {
  const tokens = new TokenFixture(cloud.kernel);
  const api = await RestFixture.create(cloud);
  const { id } = await cloud.apply("aws_api_gateway_authorizer", "users", {
    rest_api_id: api.id,
    name: "users",
    type: "COGNITO_USER_POOLS",
    provider_arns: [POOL_ARN],
    ...authorizer,
  });
  const settings = { authorization: "COGNITO_USER_POOLS", authorizer_id: id, authorization_scopes: scopes };
  await api.method({ path: "/product", method: "POST", settings });
  const url = await api.deploy();
  const post = (token?: string, header = "Authorization") =>
    cloud.request("POST", `${url}/product`, token === undefined ? {} : { headers: { [header]: token } });
  return { tokens, post };
}

const UNAUTHORIZED = {
  status: 401,
  headers: { "x-amzn-errortype": "UnauthorizedException" },
  body: '{"message":"Unauthorized"}',
};

describe("a COGNITO_USER_POOLS authorizer without scopes", () => {
  test.each(["", "Bearer ", "bearer "])("takes an id token after '%s'", async (prefix) => {
    const cloud = gatewayHarness();
    const { tokens, post } = await securedApi(cloud);

    expect(await post(prefix + (await tokens.id()))).toMatchObject({ status: 200 });
  });

  test("shows the claims as texts", async () => {
    const cloud = gatewayHarness();
    const { tokens, post } = await securedApi(cloud);
    const claims = {
      "cognito:groups": ["admin", "staff"],
      "cognito:username": "ada",
      email_verified: true,
      auth_time: 1_767_225_600,
      address: { city: "London" },
    };

    await post(await tokens.id(claims));

    expect(cloud.lambda.event.requestContext.authorizer).toEqual({
      claims: {
        token_use: "id",
        aud: "web",
        iss: ISSUER,
        sub: "ada-sub",
        iat: "Thu Jan 01 00:00:00 UTC 2026",
        exp: "Thu Jan 01 01:00:00 UTC 2026",
        "cognito:groups": "admin,staff",
        "cognito:username": "ada",
        email_verified: "true",
        auth_time: "1767225600",
        address: '{"city":"London"}',
      },
    });
  });

  test("refuses a request without a token, and says so in the trace", async () => {
    const cloud = gatewayHarness();
    const { post } = await securedApi(cloud);

    expect(await post()).toMatchObject(UNAUTHORIZED);
    expect(cloud.kernel.traces.all()).toMatchObject([
      { kind: "api", outcome: "denied", reason: "Unauthorized" },
    ]);
    expect(cloud.lambda.seen).toHaveLength(0);
  });

  test.each<[string, (tokens: TokenFixture) => Promise<string>]>([
    ["an access token", (tokens) => tokens.access()],
    ["a token of another pool", (tokens) => tokens.id({ iss: `${ISSUER}2` })],
    ["a token that is not valid yet", (tokens) => tokens.id({ nbf: 1_800_000_000 })],
    ["no token at all", async () => "hello"],
    ["half a token", async () => "e30.e30"],
  ])("refuses %s", async (_name, make) => {
    const cloud = gatewayHarness();
    const { tokens, post } = await securedApi(cloud);

    expect(await post(await make(tokens))).toMatchObject(UNAUTHORIZED);
  });

  test("refuses a token with a changed payload", async () => {
    const cloud = gatewayHarness();
    const { tokens, post } = await securedApi(cloud);
    const [header, , signature] = (await tokens.id()).split(".");
    const [, payload] = (await tokens.id({ sub: "eve" })).split(".");

    expect(await post(`${header}.${payload}.${signature}`)).toMatchObject(UNAUTHORIZED);
  });

  test("refuses a token once it has expired, also one that it took before", async () => {
    const cloud = gatewayHarness();
    const { tokens, post } = await securedApi(cloud);
    const token = await tokens.id();
    const expired = { status: 401, body: '{"message":"The incoming token has expired"}' };

    await cloud.work.advance(3_599_000);
    expect(await post(token)).toMatchObject({ status: 200 });
    await cloud.work.advance(1_000);
    expect(await post(token)).toMatchObject(expired);
    expect(await post(await tokens.id({ exp: 1_767_225_601 }))).toMatchObject(expired);
  });

  test("checks a signature once", async () => {
    const cloud = gatewayHarness();
    const { tokens, post } = await securedApi(cloud);
    const token = await tokens.id();

    for (let i = 0; i < 3; i++) expect(await post(token)).toMatchObject({ status: 200 });

    expect(tokens.keyRequests).toBe(1);
  });

  test("reads the header that it is told to, if the token has the wanted form", async () => {
    const cloud = gatewayHarness();
    const { tokens, post } = await securedApi(cloud, {
      authorizer: {
        identity_source: "method.request.header.X-Token",
        identity_validation_expression: "^eyJ",
      },
    });
    const token = await tokens.id();

    expect(await post(token, "X-Token")).toMatchObject({ status: 200 });
    expect(await post(token)).toMatchObject(UNAUTHORIZED);
    expect(await post(`Bearer ${token}`, "X-Token")).toMatchObject(UNAUTHORIZED);
  });
});

describe("a COGNITO_USER_POOLS authorizer with scopes", () => {
  const scopes = ["product/write", "product/admin"];

  test("takes an access token with one of them", async () => {
    const cloud = gatewayHarness();
    const { tokens, post } = await securedApi(cloud, { scopes });

    expect(await post(await tokens.access({ scope: "openid product/admin" }))).toMatchObject({ status: 200 });
  });

  test("refuses an access token without any with 403", async () => {
    const cloud = gatewayHarness();
    const { tokens, post } = await securedApi(cloud, { scopes });

    expect(await post(await tokens.access({ scope: "product/read" }))).toMatchObject({
      status: 403,
      headers: { "x-amzn-errortype": "AccessDeniedException" },
      body: '{"message":"Forbidden"}',
    });
    expect(await post(await tokens.access())).toMatchObject({ status: 403 });
  });

  test("refuses an id token with 401", async () => {
    const cloud = gatewayHarness();
    const { tokens, post } = await securedApi(cloud, { scopes });

    expect(await post(await tokens.id({ scope: "product/write" }))).toMatchObject(UNAUTHORIZED);
  });
});
