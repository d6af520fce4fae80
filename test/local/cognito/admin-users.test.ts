import { PASSWORD, userPoolFixture } from "./user-pool-fixture";

const TEMPORARY = "Temp-orary-1";

async function withInvited(pool: Record<string, unknown> = {}) {
  const fixture = await userPoolFixture({}, pool);
  const user = { UserPoolId: fixture.UserPoolId, Username: "ada" };
  await fixture.call("AdminCreateUser", { ...user, TemporaryPassword: TEMPORARY });
  const challenge = (PASSWORD: string) =>
    fixture.call("InitiateAuth", {
      ClientId: fixture.ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "ada", PASSWORD },
    });
  return { ...fixture, user, challenge };
}

const DAY_MS = 86_400_000;

describe("Cognito AdminCreateUser with RESEND", () => {
  test("gives the user a new temporary password, and the whole time to use it", async () => {
    const { call, work, logLines, user, challenge } = await withInvited();
    await work.advance(6 * DAY_MS);

    const { User } = await call<{ User: object }>("AdminCreateUser", { ...user, MessageAction: "RESEND" });

    expect(User).toMatchObject({ Username: "ada", UserStatus: "FORCE_CHANGE_PASSWORD" });
    const sent = /the temporary password of ada in pool dev-shop is (\S+)$/.exec(logLines.at(-1) ?? "")?.[1];
    await work.advance(6 * DAY_MS);
    await expect(challenge(TEMPORARY)).rejects.toMatchObject({ message: "Incorrect username or password." });
    expect(await challenge(String(sent))).toHaveProperty("ChallengeName", "NEW_PASSWORD_REQUIRED");
  });

  test("takes the temporary password that was given", async () => {
    const { call, user, challenge } = await withInvited();

    await call("AdminCreateUser", { ...user, MessageAction: "RESEND", TemporaryPassword: "Other-orary-1" });

    expect(await challenge("Other-orary-1")).toHaveProperty("ChallengeName", "NEW_PASSWORD_REQUIRED");
  });

  test("needs a user who has not come in yet", async () => {
    const { call, user } = await withInvited();
    const again = { ...user, MessageAction: "RESEND" };
    await call("AdminSetUserPassword", { ...user, Password: PASSWORD, Permanent: true });

    await expect(call("AdminCreateUser", again)).rejects.toMatchObject({
      code: "UnsupportedUserStateException",
      message: "Resend not possible. ada status is not FORCE_CHANGE_PASSWORD",
    });
    await expect(call("AdminCreateUser", { ...again, Username: "eve" })).rejects.toMatchObject({
      code: "UserNotFoundException",
    });
  });
});

describe("Cognito AdminSetUserPassword", () => {
  test("sets a temporary password that ends as every other does", async () => {
    const { call, work, user, challenge } = await withInvited({
      password_policy: { temporary_password_validity_days: 2 },
    });
    await call("AdminSetUserPassword", { ...user, Password: "Other-orary-1" });

    await work.advance(2 * DAY_MS);

    await expect(challenge("Other-orary-1")).rejects.toMatchObject({
      message: "Temporary password has expired and must be reset by an administrator.",
    });
  });
});

describe("Cognito AdminConfirmSignUp", () => {
  test("confirms a sign-up, once", async () => {
    const pool = await userPoolFixture();
    const user = { UserPoolId: pool.UserPoolId, Username: "ada" };
    await pool.register("ada");

    await pool.call("AdminConfirmSignUp", user);
    await expect(pool.signIn("ada")).resolves.toHaveProperty("IdToken");

    await expect(pool.call("AdminConfirmSignUp", user)).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: "User cannot be confirmed. Current status is CONFIRMED",
    });
  });

  test("does not make a temporary password a permanent one", async () => {
    const { call, user } = await withInvited();

    await expect(call("AdminConfirmSignUp", user)).rejects.toMatchObject({
      message: "User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD",
    });
  });
});
