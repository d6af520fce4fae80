import { decodeJwt } from "jose";
import { cognito } from "../../local/services/cognito-idp";
import { testKernel } from "./test-kernel";

const SCOPES = ["catalog/read", "catalog/write"];
const MACHINE = {
  name: "dev-shop-partner",
  generate_secret: true,
  access_token_validity: 30,
  token_validity_units: [{ access_token: "minutes" }],
  explicit_auth_flows: ["ALLOW_REFRESH_TOKEN_AUTH"],
  allowed_oauth_flows_user_pool_client: true,
  allowed_oauth_flows: ["client_credentials"],
  allowed_oauth_scopes: SCOPES,
};

function cognitoCloud() {
  const cloud = testKernel([cognito]);
  const endpoints = cloud.services[0]?.endpoints ?? [];

  const request = async (
    path: string,
    body = "",
    { method = "POST", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
  ) => {
    const endpoint = endpoints.find(({ prefix }) => path.startsWith(prefix));
    const answer = await endpoint?.handle({
      method,
      url: path,
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      rawHeaders: [],
      body: Buffer.from(body),
      sourceIp: "203.0.113.7",
      signal: new AbortController().signal,
    });
    return { ...answer, body: JSON.parse(String(answer?.body)) };
  };
  return { ...cloud, request };
}

async function poolWithDomain() {
  const cloud = cognitoCloud();
  const { id: poolId } = await cloud.provision("aws_cognito_user_pool", { name: "dev-shop" });
  const client = (config: object, name = "partner") =>
    cloud.provision(
      "aws_cognito_user_pool_client",
      { user_pool_id: poolId, ...MACHINE, ...config },
      `dev-test/aws_cognito_user_pool_client.${name}`,
    ) as Promise<{ id: string; client_secret: string }>;
  const { id, client_secret: secret } = await client({});
  const domain = { domain: "dev-shop", user_pool_id: poolId };
  const domainAttributes = await cloud.provision("aws_cognito_user_pool_domain", domain);
  const token = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    cloud.request("/_aws/amazoncognito/dev-shop/oauth2/token", String(new URLSearchParams(form)), {
      headers,
    });
  return { ...cloud, poolId: String(poolId), id, secret, client, domainAttributes, token };
}

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
});

describe("The token endpoint of a user pool's domain", () => {
  test("gives a machine an access token as AWS shapes it, that names no user", async () => {
    const { token, id, secret, poolId, clock } = await poolWithDomain();

    const answer = await token({ grant_type: "client_credentials" }, basic(id, secret));

    const nowSeconds = clock.now() / 1000;
    expect(answer).toMatchObject({
      status: 200,
      headers: { "content-type": "application/json;charset=UTF-8", "access-control-allow-origin": "*" },
    });
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      expires_in: 1800,
      token_type: "Bearer",
    });
    expect(decodeJwt(answer.body.access_token)).toEqual({
      sub: id,
      token_use: "access",
      scope: "catalog/read catalog/write",
      auth_time: nowSeconds,
      iss: `https://cognito-idp.eu-central-1.amazonaws.com/${poolId}`,
      exp: nowSeconds + 1800,
      iat: nowSeconds,
      version: 2,
      jti: expect.any(String),
      client_id: id,
    });
  });

  test("takes id and secret in the body, and gives the scopes that are asked for and allowed", async () => {
    const { token, id, secret } = await poolWithDomain();
    const form = { grant_type: "client_credentials", client_id: id, client_secret: secret };

    const { body } = await token({ ...form, scope: "catalog/write catalog/admin" });

    expect(decodeJwt(body.access_token)["scope"]).toBe("catalog/write");
  });

  const credentials = "client_credentials";
  test.each<[string, string, Record<string, string>]>([
    ["a wrong secret", "invalid_client", { grant_type: credentials, client_secret: "guessed" }],
    ["no secret", "invalid_client", { grant_type: credentials, client_secret: "" }],
    ["an unknown client", "invalid_client", { grant_type: credentials, client_id: "nobody" }],
    ["no scope that the client may have", "invalid_scope", { grant_type: credentials, scope: "openid" }],
    ["a grant that there is not", "unsupported_grant_type", { grant_type: "password" }],
    ["no grant", "invalid_request", {}],
  ])("refuses %s with %s", async (_case, error, form) => {
    const { token, id, secret } = await poolWithDomain();

    const answer = await token({ client_id: id, client_secret: secret, ...form });

    expect(answer).toMatchObject({ status: 400, body: { error } });
  });

  test.each([
    ["a wrong secret in the header", (id: string) => basic(id, "guessed"), "invalid_client"],
    ["a header that is not Basic", () => ({ authorization: "Bearer e30" }), "invalid_client"],
    ["another client in the header", () => basic("nobody", "guessed"), "invalid_request"],
    ["a body that is no form", () => ({ "content-type": "application/json" }), "invalid_request"],
  ])("refuses %s with %s", async (_case, headers, error) => {
    const { token, id, secret } = await poolWithDomain();
    const form = { grant_type: "client_credentials", client_id: id, client_secret: secret };

    expect(await token(form, headers(id))).toMatchObject({ status: 400, body: { error } });
  });

  test("refuses a client that may only sign users in", async () => {
    const { token, client } = await poolWithDomain();
    const web = await client(
      { generate_secret: false, allowed_oauth_flows: [], allowed_oauth_flows_user_pool_client: false },
      "web",
    );

    const answer = await token({ grant_type: "client_credentials", client_id: web.id });

    expect(answer).toMatchObject({ status: 400, body: { error: "unauthorized_client" } });
  });

  test.each(["authorization_code", "refresh_token"])(
    "says that the grant %s is not modelled",
    async (grant) => {
      const { token, logLines } = await poolWithDomain();
      const message =
        `the local cloud does not model the grant ${grant} of the token endpoint; ` +
        "sign users in, and refresh their tokens, by InitiateAuth";

      expect(await token({ grant_type: grant })).toMatchObject({ status: 501, body: { message } });
      expect(logLines).toEqual([`cognito: ${message}`]);
    },
  );

  test("says that the hosted pages are not modelled, and names domains that it does not know", async () => {
    const { request } = await poolWithDomain();

    expect(await request("/_aws/amazoncognito/dev-shop/login?x=1", "", { method: "GET" })).toMatchObject({
      status: 501,
      body: {
        message:
          "the local cloud does not model /login of a user pool's domain, only /oauth2/token; sign users in by InitiateAuth",
      },
    });
    expect(await request("/_aws/amazoncognito/dev-shop/oauth2/token", "", { method: "GET" })).toMatchObject({
      status: 405,
      headers: { allow: "POST" },
    });
    expect(await request("/_aws/amazoncognito/other/oauth2/token")).toMatchObject({
      status: 404,
      body: { message: "no user pool of this cloud has the domain prefix other" },
    });
  });

  test("is found by discovery, and the domain by DescribeUserPool", async () => {
    const { request, call, poolId, domainAttributes } = await poolWithDomain();

    const discovery = await request(`/_aws/cognito-idp/${poolId}/.well-known/openid-configuration`, "", {
      method: "GET",
    });

    expect(discovery.body.token_endpoint).toBe(
      "http://127.0.0.1:4566/_aws/amazoncognito/dev-shop/oauth2/token",
    );
    expect(domainAttributes).toMatchObject({ id: "dev-shop", domain: "dev-shop", user_pool_id: poolId });
    await expect(call("cognito-idp", "DescribeUserPool", { UserPoolId: poolId })).resolves.toMatchObject({
      UserPool: { Domain: "dev-shop" },
    });
  });

  test("does not let a machine's token pass for a user's", async () => {
    const { token, call, id, secret } = await poolWithDomain();
    const { body } = await token({ grant_type: "client_credentials" }, basic(id, secret));

    await expect(call("cognito-idp", "GetUser", { AccessToken: body.access_token })).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: "Access Token does not have required scopes",
    });
  });
});

describe("aws_cognito_user_pool_domain", () => {
  test("refuses custom domains, and the words that AWS keeps for itself", async () => {
    const { provision } = cognitoCloud();
    const { id } = await provision("aws_cognito_user_pool", { name: "dev-shop" });
    const domain = (config: object) =>
      provision("aws_cognito_user_pool_domain", { user_pool_id: id, ...config });

    await expect(domain({ domain: "auth.example.com" })).rejects.toThrow(
      "the local cloud models domain prefixes (1 to 63 of a-z, 0-9 and hyphens, none at the ends), no custom domains",
    );
    await expect(domain({ domain: "shop", certificate_arn: "arn:aws:acm:x" })).rejects.toThrow(
      "certificate_arn",
    );
    await expect(domain({ domain: "my-cognito" })).rejects.toMatchObject({
      code: "InvalidParameterException",
      message: "Domain cannot contain reserved word: cognito",
    });
  });

  test("belongs to one pool, which has no other", async () => {
    const { provision } = await poolWithDomain();
    const address = (name: string) => `dev-test/aws_cognito_user_pool.${name}`;
    const { id } = await provision("aws_cognito_user_pool", { name: "dev-other" }, address("other"));
    const domain = (domainPrefix: string) =>
      provision("aws_cognito_user_pool_domain", { domain: domainPrefix, user_pool_id: id });

    await expect(domain("dev-shop")).rejects.toMatchObject({
      message: "Domain already associated with another user pool.",
    });
    await domain("dev-other");
    await expect(domain("dev-another")).rejects.toMatchObject({
      message: "User pool already has a domain configured.",
    });
  });
});

test("a domain that is taken away has no token endpoint any more", async () => {
  const { services, poolId, domainAttributes, token, id, secret } = await poolWithDomain();
  const type = services[0]?.resources?.find((one) => one.type === "aws_cognito_user_pool_domain");

  await type?.remove({ domain: "dev-shop", user_pool_id: poolId }, domainAttributes, {
    address: "dev-test/aws_cognito_user_pool_domain.under-test",
    stackDirectory: ".",
  });

  expect(await token({ grant_type: "client_credentials" }, basic(id, secret))).toMatchObject({ status: 404 });
});

describe("aws_cognito_user_pool_client of a machine", () => {
  test.each([
    [
      { generate_secret: false },
      "client_credentials flow can not be selected if client does not have a client secret.",
    ],
    [
      { allowed_oauth_flows: ["code", "client_credentials"] },
      "client_credentials flow can not be selected along with code flow or implicit flow.",
    ],
  ])("refuses %j", async (config, message) => {
    const { client } = await poolWithDomain();

    await expect(client(config)).rejects.toMatchObject({ code: "InvalidOAuthFlowException", message });
  });

  test("keeps its secret when it is changed in place, and shows what it may ask for", async () => {
    const { services, call, poolId, id, secret } = await poolWithDomain();
    const type = services[0]?.resources?.find((one) => one.type === "aws_cognito_user_pool_client");
    const config = type?.arguments.parse({
      user_pool_id: poolId,
      ...MACHINE,
      allowed_oauth_scopes: [SCOPES[0]],
    });

    const changed = await type?.apply(config, {
      address: "dev-test/aws_cognito_user_pool_client.partner",
      stackDirectory: ".",
      prior: { config, attributes: { id, client_secret: secret } },
    });

    expect(changed).toMatchObject({ id, client_secret: secret });
    const described = { UserPoolId: poolId, ClientId: id };
    await expect(call("cognito-idp", "DescribeUserPoolClient", described)).resolves.toMatchObject({
      UserPoolClient: {
        ClientSecret: secret,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ["client_credentials"],
        AllowedOAuthScopes: ["catalog/read"],
      },
    });
  });
});
