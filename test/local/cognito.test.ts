import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import { type CognitoService, cognito } from "../../local/services/cognito-idp";
import { AwsProtocols } from "../../local/wire/aws-protocols";
import { WireServer } from "../../local/wire/server";
import { testKernel } from "./test-kernel";

const PASSWORD = "Correct-horse-9";

async function poolWithClient(client: Record<string, unknown> = {}, pool: Record<string, unknown> = {}) {
  const cloud = testKernel([cognito]);
  const { id: poolId } = await cloud.provision("aws_cognito_user_pool", {
    name: "dev-shop",
    auto_verified_attributes: ["email"],
    ...pool,
  });
  const { id: clientId } = await cloud.provision("aws_cognito_user_pool_client", {
    name: "dev-shop-web",
    user_pool_id: poolId,
    explicit_auth_flows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    ...client,
  });
  await cloud.provision("aws_cognito_user_group", { name: "admin", user_pool_id: poolId });
  const service = cloud.services[0] as CognitoService;
  const call = <Output = Record<string, unknown>>(operation: string, input: unknown) =>
    cloud.call<Output>("cognito-idp", operation, input);
  return { ...cloud, service, call, poolId: String(poolId), clientId: String(clientId) };
}

type Shop = Awaited<ReturnType<typeof poolWithClient>>;

async function signUp({ call, service, poolId, clientId }: Shop, name = "ada") {
  await call("SignUp", {
    ClientId: clientId,
    Username: name,
    Password: PASSWORD,
    UserAttributes: [{ Name: "email", Value: `${name}@example.com` }],
  });
  await call("ConfirmSignUp", {
    ClientId: clientId,
    Username: name,
    ConfirmationCode: service.code(poolId, name),
  });
}

interface SignedIn {
  AuthenticationResult: { IdToken: string; AccessToken: string; RefreshToken: string; ExpiresIn: number };
}

const signIn = ({ call, clientId }: Shop, password = PASSWORD) =>
  call<SignedIn>("InitiateAuth", {
    ClientId: clientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: "ada", PASSWORD: password },
  });

describe("Cognito sign-up", () => {
  test("shows the code in the log and tells where AWS would send it", async () => {
    const { call, clientId, logLines, service, poolId } = await poolWithClient();

    const answer = await call("SignUp", {
      ClientId: clientId,
      Username: "ada",
      Password: PASSWORD,
      UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
    });

    expect(answer).toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: { Destination: "a***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" },
    });
    expect(logLines).toEqual([
      `cognito: the sign-up code of ada in pool dev-shop is ${service.code(poolId, "ada")}`,
    ]);
  });

  test.each([
    ["Sh0rt!", "Password not long enough"],
    ["no-capital-9", "Password must have uppercase characters"],
    ["NO-SMALL-9", "Password must have lowercase characters"],
    ["No-Number", "Password must have numeric characters"],
    ["NoSymbol9", "Password must have symbol characters"],
  ])("refuses the password %s: %s", async (password, rule) => {
    const { call, clientId } = await poolWithClient();

    await expect(
      call("SignUp", { ClientId: clientId, Username: "ada", Password: password }),
    ).rejects.toMatchObject({
      code: "InvalidPasswordException",
      message: `Password did not conform with policy: ${rule}`,
    });
  });

  test("refuses a name that is taken", async () => {
    const shop = await poolWithClient();
    await signUp(shop);

    await expect(signUp(shop)).rejects.toMatchObject({
      code: "UsernameExistsException",
      message: "User already exists",
    });
  });

  test("refuses a wrong code and one that is over a day old", async () => {
    const { call, clientId, service, poolId, work } = await poolWithClient();
    const user = { ClientId: clientId, Username: "ada" };
    await call("SignUp", { ...user, Password: PASSWORD });
    const code = service.code(poolId, "ada");

    await expect(call("ConfirmSignUp", { ...user, ConfirmationCode: "nope" })).rejects.toMatchObject({
      code: "CodeMismatchException",
    });
    await work.advance(86_400_000);
    await expect(call("ConfirmSignUp", { ...user, ConfirmationCode: code })).rejects.toMatchObject({
      code: "ExpiredCodeException",
    });
  });
});

describe("Cognito sign-in by password", () => {
  test("gives tokens with the claims that AWS puts into them", async () => {
    const shop = await poolWithClient();
    await signUp(shop);
    await shop.call("AdminAddUserToGroup", { UserPoolId: shop.poolId, Username: "ada", GroupName: "admin" });

    const { AuthenticationResult: tokens } = await signIn(shop);

    const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${shop.poolId}`;
    const nowSeconds = shop.clock.now() / 1000;
    expect(decodeJwt(tokens.IdToken)).toEqual({
      sub: expect.any(String),
      "cognito:groups": ["admin"],
      "cognito:username": "ada",
      email: "ada@example.com",
      email_verified: true,
      iss: issuer,
      aud: shop.clientId,
      token_use: "id",
      auth_time: nowSeconds,
      iat: nowSeconds,
      exp: nowSeconds + 3600,
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      jti: expect.any(String),
    });
    expect(decodeJwt(tokens.AccessToken)).toEqual({
      sub: expect.any(String),
      "cognito:groups": ["admin"],
      username: "ada",
      client_id: shop.clientId,
      scope: "aws.cognito.signin.user.admin",
      iss: issuer,
      token_use: "access",
      auth_time: nowSeconds,
      iat: nowSeconds,
      exp: nowSeconds + 3600,
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      jti: expect.any(String),
    });
  });

  test("signs them with a key of the published JWKS", async () => {
    const shop = await poolWithClient();
    await signUp(shop);
    const { AuthenticationResult: tokens } = await signIn(shop);
    const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${shop.poolId}`;
    const jwks = shop.kernel.tokenIssuers.jwks(issuer);

    const verified = await jwtVerify(
      tokens.IdToken,
      createLocalJWKSet(jwks as Parameters<typeof createLocalJWKSet>[0]),
      {
        issuer,
        audience: shop.clientId,
        currentDate: new Date(shop.clock.now()),
      },
    );

    expect(verified.payload["cognito:username"]).toBe("ada");
  });

  test("refuses a wrong password, an unconfirmed user and a flow that is not enabled", async () => {
    const shop = await poolWithClient();
    await shop.call("SignUp", { ClientId: shop.clientId, Username: "bob", Password: PASSWORD });
    await signUp(shop);
    const as = (USERNAME: string, PASSWORD: string, AuthFlow = "USER_PASSWORD_AUTH") =>
      shop.call("InitiateAuth", {
        ClientId: shop.clientId,
        AuthFlow,
        AuthParameters: { USERNAME, PASSWORD },
      });

    await expect(as("ada", "wrong")).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
    await expect(as("eve", PASSWORD)).rejects.toMatchObject({ code: "UserNotFoundException" });
    await expect(as("bob", PASSWORD)).rejects.toMatchObject({ code: "UserNotConfirmedException" });
    await expect(as("ada", PASSWORD, "ADMIN_USER_PASSWORD_AUTH")).rejects.toMatchObject({
      code: "InvalidParameterException",
    });
    await expect(as("ada", PASSWORD, "CUSTOM_AUTH")).rejects.toThrow(
      "the local cloud does not model the auth flow CUSTOM_AUTH",
    );
  });

  test("does not tell whether a user exists where the client hides it", async () => {
    const shop = await poolWithClient({ prevent_user_existence_errors: "ENABLED" });

    await expect(signIn(shop)).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
  });

  test("refreshes until the refresh token ends, and not after a sign-out", async () => {
    const shop = await poolWithClient({
      refresh_token_validity: 2,
      token_validity_units: [{ refresh_token: "hours" }],
    });
    await signUp(shop);
    const { AuthenticationResult: tokens } = await signIn(shop);
    const refresh = (RefreshToken = tokens.RefreshToken) =>
      shop.call<SignedIn>("InitiateAuth", {
        ClientId: shop.clientId,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      });

    await shop.work.advance(3_600_000);
    const { AuthenticationResult: renewed } = await refresh();
    expect(decodeJwt(renewed.IdToken).iat).toBe(shop.clock.now() / 1000);
    expect(decodeJwt(renewed.IdToken)["origin_jti"]).toBe(decodeJwt(tokens.IdToken)["origin_jti"]);

    await shop.call("GlobalSignOut", { AccessToken: renewed.AccessToken });
    await expect(refresh()).rejects.toMatchObject({ message: "Invalid Refresh Token" });

    const { AuthenticationResult: again } = await signIn(shop);
    await shop.work.advance(7_200_000);
    await expect(refresh(again.RefreshToken)).rejects.toMatchObject({ message: "Refresh Token has expired" });
  });
});

describe("Cognito sign-in by SRP", () => {
  test.each([
    ["the right password", PASSWORD, true],
    ["a wrong password", "Wrong-horse-9", false],
  ])("lets the Cognito client library in with %s: %s", async (_case, password, accepted) => {
    const shop = await poolWithClient();
    await signUp(shop);
    const protocols = new AwsProtocols(shop.kernel, shop.services);
    const server = new WireServer([], (request) => protocols.answer(request));
    const port = await server.listen(0);
    try {
      const user = new CognitoUser({
        Username: "ada",
        Pool: new CognitoUserPool({
          UserPoolId: shop.poolId,
          ClientId: shop.clientId,
          endpoint: `http://127.0.0.1:${port}`,
        }),
      });
      const session = new Promise<CognitoUserSession>((onSuccess, onFailure) => {
        user.authenticateUser(new AuthenticationDetails({ Username: "ada", Password: password }), {
          onSuccess,
          onFailure,
        });
      });

      if (accepted) expect((await session).getIdToken().payload["cognito:username"]).toBe("ada");
      else await expect(session).rejects.toThrow("Incorrect username or password.");
    } finally {
      await server.close();
    }
  });
});

describe("Cognito administration", () => {
  test("a created user must change the temporary password first", async () => {
    const shop = await poolWithClient();
    await shop.call("AdminCreateUser", {
      UserPoolId: shop.poolId,
      Username: "ada",
      TemporaryPassword: "Temp-orary-1",
    });

    const challenge = (await signIn(shop, "Temp-orary-1")) as unknown as Record<string, string>;
    expect(challenge["ChallengeName"]).toBe("NEW_PASSWORD_REQUIRED");
    const answer = await shop.call("RespondToAuthChallenge", {
      ClientId: shop.clientId,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session: challenge["Session"],
      ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD: PASSWORD },
    });

    expect(answer).toHaveProperty("AuthenticationResult.IdToken");
    await expect(signIn(shop)).resolves.toHaveProperty("AuthenticationResult.IdToken");
  });

  test("a disabled user is kept out", async () => {
    const shop = await poolWithClient();
    await signUp(shop);
    await shop.call("AdminDisableUser", { UserPoolId: shop.poolId, Username: "ada" });

    await expect(signIn(shop)).rejects.toMatchObject({ message: "User is disabled." });
  });

  test("a forgotten password is replaced by the code that was sent", async () => {
    const shop = await poolWithClient();
    await signUp(shop);
    const user = { ClientId: shop.clientId, Username: "ada" };
    await shop.call("ForgotPassword", user);
    await shop.call("ConfirmForgotPassword", {
      ...user,
      Password: "Another-horse-9",
      ConfirmationCode: shop.service.code(shop.poolId, "ada"),
    });

    await expect(signIn(shop, "Another-horse-9")).resolves.toHaveProperty("AuthenticationResult.IdToken");
    await expect(signIn(shop)).rejects.toMatchObject({ code: "NotAuthorizedException" });
  });

  test("groups must exist", async () => {
    const shop = await poolWithClient();
    await signUp(shop);
    const input = { UserPoolId: shop.poolId, Username: "ada", GroupName: "nobody" };

    await expect(shop.call("AdminAddUserToGroup", input)).rejects.toMatchObject({
      code: "ResourceNotFoundException",
      message: "Group not found.",
    });
  });
});
