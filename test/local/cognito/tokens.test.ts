import { decodeJwt } from "jose";
import { type SignedIn, userPoolFixture } from "./user-pool-fixture";

type UserPool = Awaited<ReturnType<typeof userPoolFixture>>;

const revoked = { code: "NotAuthorizedException", message: "Access Token has been revoked" };

const refresh = ({ call, ClientId }: UserPool, REFRESH_TOKEN: string, more: Record<string, string> = {}) =>
  call<SignedIn>("InitiateAuth", {
    ClientId,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN, ...more },
  });

describe("Cognito sign-out", () => {
  test("voids the tokens before it, and none of a sign-in in the same moment", async () => {
    const pool = await userPoolFixture();
    await pool.work.advance(250);
    await pool.signUp("ada");
    const before = await pool.signIn("ada");

    await pool.call("GlobalSignOut", { AccessToken: before.AccessToken });
    const after = await pool.signIn("ada");

    expect(decodeJwt(after.AccessToken)["auth_time"]).toBe(decodeJwt(before.AccessToken)["auth_time"]);
    await expect(pool.call("GetUser", { AccessToken: before.AccessToken })).rejects.toMatchObject(revoked);
    await expect(refresh(pool, before.RefreshToken)).rejects.toMatchObject({
      code: "NotAuthorizedException",
    });
    await expect(pool.call("GetUser", { AccessToken: after.AccessToken })).resolves.toHaveProperty(
      "Username",
    );
  });

  test("voids tokens that were refreshed, too", async () => {
    const pool = await userPoolFixture();
    await pool.signUp("ada");
    const { AccessToken, RefreshToken } = await pool.signIn("ada");
    const { AuthenticationResult: renewed } = await refresh(pool, RefreshToken);

    await pool.call("AdminUserGlobalSignOut", { UserPoolId: pool.UserPoolId, Username: "ada" });

    for (const token of [AccessToken, renewed.AccessToken]) {
      await expect(pool.call("GetUser", { AccessToken: token })).rejects.toMatchObject(revoked);
    }
  });

  test("a user who was disabled and enabled again signs in while time stands still", async () => {
    const pool = await userPoolFixture();
    await pool.work.advance(250);
    await pool.signUp("ada");
    const before = await pool.signIn("ada");
    const user = { UserPoolId: pool.UserPoolId, Username: "ada" };

    await pool.call("AdminDisableUser", user);
    await pool.call("AdminEnableUser", user);
    const { AccessToken } = await pool.signIn("ada");

    await expect(pool.call("GetUser", { AccessToken })).resolves.toHaveProperty("Username", "ada");
    await expect(pool.call("GetUser", { AccessToken: before.AccessToken })).rejects.toMatchObject(revoked);
  });
});

describe("Cognito refresh", () => {
  test("of a client with a secret needs the hash of the secret", async () => {
    const pool = await userPoolFixture({ generate_secret: true });
    await pool.signUp("ada");
    const { RefreshToken } = await pool.signIn("ada");

    await expect(refresh(pool, RefreshToken)).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: `Client ${pool.ClientId} is configured with secret but SECRET_HASH was not received`,
    });
    await expect(refresh(pool, RefreshToken, { SECRET_HASH: pool.secretHash("bob") })).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: `Unable to verify secret hash for client ${pool.ClientId}`,
    });
    await expect(
      refresh(pool, RefreshToken, { SECRET_HASH: pool.secretHash("ada") }),
    ).resolves.toHaveProperty("AuthenticationResult.AccessToken");
  });
});

describe("Cognito RevokeToken", () => {
  test("voids the tokens of one sign-in, and leaves the others", async () => {
    const pool = await userPoolFixture();
    await pool.signUp("ada");
    const phone = await pool.signIn("ada");
    const laptop = await pool.signIn("ada");

    await pool.call("RevokeToken", { ClientId: pool.ClientId, Token: phone.RefreshToken });

    await expect(pool.call("GetUser", { AccessToken: phone.AccessToken })).rejects.toMatchObject(revoked);
    await expect(refresh(pool, phone.RefreshToken)).rejects.toMatchObject({ code: "NotAuthorizedException" });
    await expect(pool.call("GetUser", { AccessToken: laptop.AccessToken })).resolves.toHaveProperty(
      "Username",
    );
  });

  test("answers a token that was revoked before as if it were the first time", async () => {
    const pool = await userPoolFixture();
    await pool.signUp("ada");
    const input = { ClientId: pool.ClientId, Token: (await pool.signIn("ada")).RefreshToken };
    await pool.call("RevokeToken", input);

    await expect(pool.call("RevokeToken", input)).resolves.toEqual({});
  });

  test("is not for another client of the pool", async () => {
    const pool = await userPoolFixture();
    await pool.signUp("ada");
    const { AccessToken, RefreshToken } = await pool.signIn("ada");
    const { id: other } = await pool.provision(
      "aws_cognito_user_pool_client",
      { name: "dev-shop-app", user_pool_id: pool.UserPoolId },
      "dev-test/aws_cognito_user_pool_client.other",
    );

    await expect(pool.call("RevokeToken", { ClientId: other, Token: RefreshToken })).rejects.toMatchObject({
      code: "UnauthorizedException",
      message: `The token was not issued to client ${other}.`,
    });

    await expect(pool.call("GetUser", { AccessToken })).resolves.toHaveProperty("Username");
  });

  test("needs the secret of a client that has one", async () => {
    const pool = await userPoolFixture({ generate_secret: true });
    await pool.signUp("ada");
    const { AccessToken, RefreshToken } = await pool.signIn("ada");
    const revoke = (ClientSecret?: string) =>
      pool.call("RevokeToken", {
        ClientId: pool.ClientId,
        Token: RefreshToken,
        ...(ClientSecret && { ClientSecret }),
      });

    await expect(revoke()).rejects.toMatchObject({
      code: "UnauthorizedException",
      message: `Client ${pool.ClientId} is configured with secret but ClientSecret was not received`,
    });
    await expect(revoke("a".repeat(51))).rejects.toMatchObject({
      code: "UnauthorizedException",
      message: `Client ${pool.ClientId} is configured with secret but ClientSecret is not its secret`,
    });
    await expect(pool.call("GetUser", { AccessToken })).resolves.toHaveProperty("Username");

    await revoke(pool.clientSecret);
    await expect(pool.call("GetUser", { AccessToken })).rejects.toMatchObject(revoked);
  });

  test("takes refresh tokens only", async () => {
    const pool = await userPoolFixture();
    await pool.signUp("ada");
    const { AccessToken } = await pool.signIn("ada");

    await expect(
      pool.call("RevokeToken", { ClientId: pool.ClientId, Token: AccessToken }),
    ).rejects.toMatchObject({
      code: "UnsupportedTokenTypeException",
      message: "Only refresh tokens can be revoked.",
    });
  });
});
