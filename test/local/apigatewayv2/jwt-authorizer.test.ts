import { gatewayHarness, type Harness } from "../apigateway/gateway-harness";
import { ISSUER, TokenFixture } from "../apigateway/token-fixture";
import { HttpFixture } from "./http-fixture";

async function securedApi(
  cloud: Harness,
  options: {
    scopes?: readonly string[];
    audience?: readonly string[];
    source?: string;
    format?: string;
  } = {},
) {
  const tokens = new TokenFixture(cloud.kernel);
  const api = await HttpFixture.create(cloud, {
    integration: { payload_format_version: options.format ?? "2.0" },
  });
  await api.route("GET /basket", {
    authorization_type: "JWT",
    authorizer_id: await api.authorizer(options.audience, options.source),
    authorization_scopes: options.scopes ?? [],
  });
  const url = await api.stage();
  const get = (token?: string, path = "/basket") =>
    cloud.request("GET", url + path, token === undefined ? {} : { headers: { authorization: token } });
  return { tokens, get };
}

function refusal(status: number, message: string, challenge: string) {
  return { status, headers: { "www-authenticate": challenge }, body: JSON.stringify({ message }) };
}

function invalidToken(description: string, scope = "") {
  const challenge = `Bearer scope="${scope}" error="invalid_token" error_description="${description}"`;
  return refusal(401, "Unauthorized", challenge);
}

describe("a JWT authorizer", () => {
  test.each<[string, (tokens: TokenFixture) => Promise<string>]>([
    ["an id token, by aud", (tokens) => tokens.id()],
    ["an access token, by client_id", (tokens) => tokens.access()],
    ["a token of several audiences", (tokens) => tokens.id({ aud: ["other", "web"] })],
  ])("takes %s", async (_name, make) => {
    const cloud = gatewayHarness();
    const { tokens, get } = await securedApi(cloud);
    const token = await make(tokens);

    expect(await get(`Bearer ${token}`)).toMatchObject({ status: 200 });
    expect(await get(token)).toMatchObject({ status: 200 });
  });

  test("shows the claims as texts", async () => {
    const cloud = gatewayHarness();
    const { tokens, get } = await securedApi(cloud);
    const claims = {
      "cognito:groups": ["admin", "staff"],
      email_verified: true,
      address: { city: "London" },
      nickname: null,
    };

    await get(await tokens.id(claims));

    expect(cloud.lambda.event.requestContext.authorizer).toEqual({
      jwt: {
        claims: {
          token_use: "id",
          aud: "web",
          iss: ISSUER,
          sub: "ada-sub",
          iat: "1767225600",
          exp: "1767229200",
          "cognito:groups": "[admin staff]",
          email_verified: "true",
          address: '{"city":"London"}',
        },
        scopes: null,
      },
    });
  });

  test("shows the claims in format 1.0, too", async () => {
    const cloud = gatewayHarness();
    const { tokens, get } = await securedApi(cloud, { format: "1.0" });

    await get(await tokens.id());

    expect(cloud.lambda.event.requestContext.authorizer).toMatchObject({
      claims: { sub: "ada-sub", aud: "web" },
      scopes: null,
    });
  });

  test("refuses a request without a token", async () => {
    const cloud = gatewayHarness();
    const { get } = await securedApi(cloud);

    expect(await get()).toMatchObject(refusal(401, "Unauthorized", "Bearer"));
    expect(cloud.kernel.traces.all()).toMatchObject([{ kind: "api", outcome: "denied" }]);
    expect(cloud.lambda.seen).toHaveLength(0);
  });

  test.each<[string, string, (tokens: TokenFixture) => Promise<string>]>([
    ["for another audience", "the token does not have a valid audience", (t) => t.id({ aud: "app" })],
    [
      "of a client that is no audience",
      "the token does not have a valid audience",
      (t) => t.access({ client_id: "app" }),
    ],
    [
      "whose aud is wrong though its client_id is right",
      "the token does not have a valid audience",
      (t) => t.access({ aud: "app" }),
    ],
    [
      "of another issuer",
      "the token does not have a valid issuer",
      (t) => t.id({ iss: "https://evil.test" }),
    ],
    ["that has expired", "the token has expired", (t) => t.id({ exp: 1_767_225_600 })],
    ["that is not valid yet", "the token is not valid yet", (t) => t.id({ nbf: 1_767_225_601 })],
    ["that is none", "the token is malformed", async () => "hello"],
    [
      "with a broken signature",
      "the token's signature is invalid",
      async (t) => `${(await t.id()).split(".").slice(0, 2).join(".")}.AAAA`,
    ],
  ])("refuses a token %s", async (_name, description, make) => {
    const cloud = gatewayHarness();
    const { tokens, get } = await securedApi(cloud);

    expect(await get(await make(tokens))).toMatchObject(invalidToken(description));
  });

  test("refuses a token once it has expired on the clock", async () => {
    const cloud = gatewayHarness();
    const { tokens, get } = await securedApi(cloud);
    const token = await tokens.id();

    expect(await get(token)).toMatchObject({ status: 200 });
    await cloud.work.advance(3_600_000);
    expect(await get(token)).toMatchObject(invalidToken("the token has expired"));
  });

  test("checks a signature once", async () => {
    const cloud = gatewayHarness();
    const { tokens, get } = await securedApi(cloud);
    const token = await tokens.id();

    for (let i = 0; i < 3; i++) await get(token);

    expect(cloud.lambda.seen).toHaveLength(3);
    expect(tokens.keyRequests).toBe(1);
  });

  test("says in the log when nobody here issues the tokens that it wants", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    const tokens = new TokenFixture(cloud.kernel);
    const authorizer = await cloud.apply("aws_apigatewayv2_authorizer", "foreign", {
      api_id: api.id,
      name: "foreign",
      authorizer_type: "JWT",
      identity_sources: ["$request.header.Authorization"],
      jwt_configuration: { audience: ["web"], issuer: "https://login.test" },
    });
    await api.route("GET /basket", { authorization_type: "JWT", authorizer_id: authorizer["id"] });
    const url = await api.stage();

    const headers = { authorization: await tokens.id({ iss: "https://login.test" }) };
    expect(await cloud.request("GET", `${url}/basket`, { headers })).toMatchObject({ status: 401 });
    expect(cloud.logLines.join()).toContain("no user pool of this cloud issues tokens as https://login.test");
  });

  test("reads the token from the query", async () => {
    const cloud = gatewayHarness();
    const { tokens, get } = await securedApi(cloud, { source: "$request.querystring.token" });

    expect(await get(undefined, `/basket?token=${await tokens.id()}`)).toMatchObject({ status: 200 });
    expect(await get(await tokens.id())).toMatchObject({ status: 401 });
  });
});

describe("a route with scopes", () => {
  const scopes = ["basket/read", "basket/admin"];

  test("takes a token with one of them and shows which", async () => {
    const cloud = gatewayHarness();
    const { tokens, get } = await securedApi(cloud, { scopes });

    expect(await get(await tokens.access({ scope: "openid basket/admin" }))).toMatchObject({ status: 200 });
    expect(cloud.lambda.event.requestContext.authorizer.jwt.scopes).toEqual(["basket/admin"]);
    expect(await get(await tokens.access({ scp: ["basket/read"] }))).toMatchObject({ status: 200 });
  });

  test("refuses a token without any with 403", async () => {
    const cloud = gatewayHarness();
    const { tokens, get } = await securedApi(cloud, { scopes });
    const challenge =
      'Bearer scope="basket/read basket/admin" error="insufficient_scope" error_description="the token does not have the required scope"';

    expect(await get(await tokens.access({ scope: "openid" }))).toMatchObject(
      refusal(403, "Forbidden", challenge),
    );
    expect(await get(await tokens.id())).toMatchObject({ status: 403 });
  });
});

describe("a route with AWS_IAM", () => {
  const ROLE = "arn:aws:iam::000000000000:role/dev-caller";
  const headers = (key: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-central-1/execute-api/aws4_request, Signature=0`,
  });

  test.each([
    [undefined, 200],
    ["no statement allows it", 403],
  ])("asks the caller's policies: %s is %i", async (denial, status) => {
    const cloud = gatewayHarness({
      authorizer: {
        denial: (_who, { action }) => (action === "execute-api:Invoke" ? denial : undefined),
      },
    });
    const api = await HttpFixture.create(cloud);
    await api.route("GET /basket", { authorization_type: "AWS_IAM" });
    const url = await api.stage();
    const { accessKeyId } = cloud.kernel.sessions.issue(ROLE, "test");

    expect(await cloud.request("GET", `${url}/basket`, { headers: headers(accessKeyId) })).toMatchObject({
      status,
    });
    expect(cloud.lambda.event?.requestContext.authorizer.iam.userArn).toBe(
      status === 200 ? "arn:aws:sts::000000000000:assumed-role/dev-caller/test" : undefined,
    );
  });

  test("refuses a request without a signature", async () => {
    const cloud = gatewayHarness();
    const api = await HttpFixture.create(cloud);
    await api.route("GET /basket", { authorization_type: "AWS_IAM" });

    expect(await cloud.request("GET", `${await api.stage()}/basket`)).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
    });
  });
});
