import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalCloud } from "../../local/cloud";
import { totpCode, totpStep } from "../../local/services/cognito-idp/totp";
import { membersStacks } from "./members/stack";

const PASSWORD = "Correct-horse-9";
const APIS = ["rest", "http"] as const;

const outdir = mkdtempSync(join(tmpdir(), "members-"));
afterAll(() => rmSync(outdir, { recursive: true }));

let cloud: LocalCloud;
let output: (name: string) => string;
beforeAll(async () => {
  cloud = await LocalCloud.fromStacks(membersStacks(outdir), { clock: "virtual", seed: 1 });
  const outputs = cloud.outputs();
  output = (name) => String(outputs[name]);
});
afterAll(() => cloud.close());

interface Tokens {
  readonly IdToken: string;
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

interface SignIn {
  readonly ChallengeName?: string;
  readonly Session?: string;
  readonly AuthenticationResult?: Tokens;
}

/** Calls Cognito's API as anybody may; with a credential, as somebody of the account. */
async function cognito<Output = SignIn>(operation: string, input: object, isSigned = false): Promise<Output> {
  const credential = `Credential=any/20260101/${cloud.region}/cognito-idp/aws4_request`;
  const response = await fetch(cloud.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      ...(isSigned
        ? { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=any` }
        : {}),
    },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as Output;
  if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(body)}`);
  return body;
}

async function signUp(name: string, { pool = "user_pool_id", client = "web_client_id" } = {}) {
  const user = { ClientId: output(client), Username: name };
  await cognito("SignUp", { ...user, Password: PASSWORD });
  await cognito("ConfirmSignUp", { ...user, ConfirmationCode: cloud.code(output(pool), name) });
  const signIn = { ClientId: user.ClientId, AuthFlow: "USER_PASSWORD_AUTH" };
  const AuthParameters = { USERNAME: name, PASSWORD };
  return (): Promise<SignIn> => cognito("InitiateAuth", { ...signIn, AuthParameters });
}

async function member(name: string): Promise<Tokens> {
  const signIn = await signUp(name);
  return tokensOf(await signIn());
}

function tokensOf({ AuthenticationResult }: SignIn): Tokens {
  if (AuthenticationResult === undefined) throw new Error("there are no tokens");
  return AuthenticationResult;
}

/** Fetches a token for a machine, where `tokenUrl` leads to on this machine. */
async function machineToken(client: string, scope?: string): Promise<{ status: number; token: string }> {
  const ClientId = output(`${client}_client_id`);
  const described = await cognito<{ UserPoolClient: { ClientSecret: string } }>(
    "DescribeUserPoolClient",
    { UserPoolId: output("user_pool_id"), ClientId },
    true,
  );
  const { hostname, pathname } = new URL(output("token_url"));
  const [domain] = hostname.split(".");
  const secret = Buffer.from(`${ClientId}:${described.UserPoolClient.ClientSecret}`).toString("base64");
  const response = await fetch(`${cloud.endpoint}/_aws/amazoncognito/${domain}${pathname}`, {
    method: "POST",
    headers: { authorization: `Basic ${secret}` },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      ...(scope === undefined ? {} : { scope }),
    }),
  });
  const body = (await response.json()) as { access_token?: string };
  return { status: response.status, token: String(body.access_token) };
}

async function get(api: string, path: string, token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(output(`${api}_url`) + path, { headers });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe.each(APIS)("The %s API of a system with CognitoAuth", (api) => {
  test("lets in who signed up, confirmed and signed in, and after a refresh; without a token it answers 401", async () => {
    const tokens = await member(`ada-${api}`);
    expect(await get(api, "/me")).toMatchObject({ status: 401 });
    expect(await get(api, "/me", tokens.IdToken)).toMatchObject({
      status: 200,
      body: { caller: `ada-${api}` },
    });

    await cloud.advance("61m");
    expect(await get(api, "/me", tokens.IdToken)).toMatchObject({ status: 401 });
    const refreshed = await cognito("InitiateAuth", {
      ClientId: output("web_client_id"),
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: tokens.RefreshToken },
    });
    expect(await get(api, "/me", tokensOf(refreshed).IdToken)).toMatchObject({ status: 200 });
  });

  test("keeps who is not of the group out with 403", async () => {
    const signIn = await signUp(`grace-${api}`);
    expect(await get(api, "/staff", tokensOf(await signIn()).IdToken)).toMatchObject({ status: 403 });

    const membership = { UserPoolId: output("user_pool_id"), Username: `grace-${api}`, GroupName: "staff" };
    await cognito("AdminAddUserToGroup", membership, true);
    expect(await get(api, "/staff", tokensOf(await signIn()).IdToken)).toMatchObject({ status: 200 });
  });

  test("lets machines in by the scope of the route, and others out with 403", async () => {
    const reporter = await machineToken("reporter");
    expect(await get(api, "/report", reporter.token)).toMatchObject({
      status: 200,
      body: { caller: output("reporter_client_id") },
    });

    const tokens = await member(`mary-${api}`);
    const wrong = [
      (await machineToken("reporter", "reports/write")).token,
      (await machineToken("writer")).token,
      tokens.AccessToken,
    ];
    for (const token of wrong) expect(await get(api, "/report", token)).toMatchObject({ status: 403 });
    expect(await get(api, "/report")).toMatchObject({ status: 401 });
  });
});

test("a REST API refuses id tokens where it asks for scopes; an HTTP API says which scope is missing", async () => {
  const { IdToken, AccessToken } = await member("joan");

  expect(await get("rest", "/report", IdToken)).toMatchObject({ status: 401 });
  const { headers, body } = await get("http", "/report", AccessToken);
  expect(body).toEqual({ message: "Forbidden" });
  expect(headers.get("www-authenticate")).toMatch(
    /^Bearer scope="reports\/read" error="insufficient_scope" error_description="/,
  );
});

test("a machine gets no token for a scope that its client may not have", async () => {
  expect(await machineToken("writer", "reports/read")).toMatchObject({ status: 400 });
});

test("where MFA is required, a user sets an app up and signs in with its codes", async () => {
  const signIn = await signUp("eve", { pool: "vault_user_pool_id", client: "vault_client_id" });
  const ClientId = output("vault_client_id");
  const answer = (ChallengeName: string, Session: string | undefined, responses: object = {}) =>
    cognito("RespondToAuthChallenge", {
      ClientId,
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME: "eve", ...responses },
    });
  const code = (secret: string) => totpCode(secret, totpStep(cloud.nowMs));

  const first = await signIn();
  expect(first.ChallengeName).toBe("MFA_SETUP");
  const app = await cognito<{ SecretCode: string; Session: string }>("AssociateSoftwareToken", {
    Session: first.Session,
  });
  const proven = await cognito("VerifySoftwareToken", {
    Session: app.Session,
    UserCode: code(app.SecretCode),
  });
  const { IdToken } = tokensOf(await answer("MFA_SETUP", proven.Session));
  expect(await get("rest", "/me", IdToken)).toMatchObject({ status: 200, body: { caller: "eve" } });

  await cloud.advance("30s");
  const second = await signIn();
  expect(second.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  await expect(
    answer("SOFTWARE_TOKEN_MFA", second.Session, { SOFTWARE_TOKEN_MFA_CODE: "000000" }),
  ).rejects.toThrow("CodeMismatchException");
  const tokens = tokensOf(
    await answer("SOFTWARE_TOKEN_MFA", second.Session, { SOFTWARE_TOKEN_MFA_CODE: code(app.SecretCode) }),
  );
  expect(await get("rest", "/me", tokens.IdToken)).toMatchObject({ status: 200 });
});
