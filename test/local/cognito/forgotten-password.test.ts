import { PASSWORD, userPoolFixture } from "./user-pool-fixture";

type UserPool = Awaited<ReturnType<typeof userPoolFixture>>;

const forgot = ({ call, ClientId }: UserPool, Username: string) =>
  call("ForgotPassword", { ClientId, Username });

const confirm = ({ call, ClientId }: UserPool, Username: string, ConfirmationCode = "123456") =>
  call("ConfirmForgotPassword", { ClientId, Username, ConfirmationCode, Password: "Another-horse-9" });

const unverified = {
  code: "InvalidParameterException",
  message: "Cannot reset password for the user as there is no registered/verified email or phone_number",
};

const wrongState = {
  code: "NotAuthorizedException",
  message: "User password cannot be reset in the current state.",
};

async function setAttribute({ call, UserPoolId }: UserPool, Username: string, Name: string, Value: string) {
  const UserAttributes = [{ Name, Value }];
  await call("AdminUpdateUserAttributes", { UserPoolId, Username, UserAttributes });
}

describe("Cognito ForgotPassword", () => {
  test("tells where the code goes: to the verified address", async () => {
    const pool = await userPoolFixture();
    await pool.signUp("ada");
    await setAttribute(pool, "ada", "phone_number", "+491701234567");

    expect(await forgot(pool, "ada")).toEqual({
      CodeDeliveryDetails: { Destination: "a***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" },
    });

    await setAttribute(pool, "ada", "email_verified", "false");
    await setAttribute(pool, "ada", "phone_number_verified", "true");
    expect(await forgot(pool, "ada")).toEqual({
      CodeDeliveryDetails: {
        Destination: "+********4567",
        DeliveryMedium: "SMS",
        AttributeName: "phone_number",
      },
    });
  });

  test("refuses a user without a verified address, and sends nothing", async () => {
    const pool = await userPoolFixture();
    await pool.signUp("ada");
    await setAttribute(pool, "ada", "email_verified", "false");

    await expect(forgot(pool, "ada")).rejects.toMatchObject(unverified);

    expect(pool.code("ada")).toBeUndefined();
  });

  test("refuses a user who has only a temporary password", async () => {
    const pool = await userPoolFixture();
    await pool.call("AdminCreateUser", { UserPoolId: pool.UserPoolId, Username: "ada" });

    await expect(forgot(pool, "ada")).rejects.toMatchObject(wrongState);
  });

  test("is no way around the code of a sign-up", async () => {
    const pool = await userPoolFixture();
    await pool.register("ada");
    await expect(forgot(pool, "ada")).rejects.toMatchObject(unverified);

    await setAttribute(pool, "ada", "email_verified", "true");
    await expect(forgot(pool, "ada")).rejects.toMatchObject(wrongState);
    await expect(
      pool.call("AdminResetUserPassword", { UserPoolId: pool.UserPoolId, Username: "ada" }),
    ).rejects.toMatchObject(wrongState);

    await expect(confirm(pool, "ada", pool.code("ada"))).rejects.toMatchObject({
      code: "ExpiredCodeException",
    });
    await expect(pool.signIn("ada")).rejects.toMatchObject({ code: "UserNotConfirmedException" });
  });

  test("tells that nobody has the name, where the client does not hide it", async () => {
    const pool = await userPoolFixture();
    const { ClientId } = pool;
    const unknown = {
      code: "UserNotFoundException",
      message: "Username/client id combination not found.",
    };

    await expect(forgot(pool, "eve")).rejects.toMatchObject(unknown);
    await expect(confirm(pool, "eve")).rejects.toMatchObject(unknown);
    await expect(
      pool.call("ConfirmSignUp", { ClientId, Username: "eve", ConfirmationCode: "123456" }),
    ).rejects.toMatchObject(unknown);
    await expect(pool.call("ResendConfirmationCode", { ClientId, Username: "eve" })).rejects.toMatchObject(
      unknown,
    );
  });
});

describe("Cognito AdminResetUserPassword", () => {
  test("lets the user choose another password by the code", async () => {
    const pool = await userPoolFixture();
    await pool.signUp("ada");
    await pool.call("AdminResetUserPassword", { UserPoolId: pool.UserPoolId, Username: "ada" });
    await expect(pool.signIn("ada")).rejects.toMatchObject({ code: "PasswordResetRequiredException" });

    await confirm(pool, "ada", pool.code("ada"));

    await expect(pool.signIn("ada", "Another-horse-9")).resolves.toHaveProperty("IdToken");
  });

  test("leaves a user in peace who could not be sent a code", async () => {
    const pool = await userPoolFixture();
    await pool.signUp("ada");
    await setAttribute(pool, "ada", "email_verified", "false");

    await expect(
      pool.call("AdminResetUserPassword", { UserPoolId: pool.UserPoolId, Username: "ada" }),
    ).rejects.toMatchObject(unverified);

    await expect(pool.signIn("ada")).resolves.toHaveProperty("IdToken");
  });
});

describe("a Cognito client that hides who exists", () => {
  const hiding = (pool: Record<string, unknown> = {}) =>
    userPoolFixture({ prevent_user_existence_errors: "ENABLED" }, pool);

  test.each([
    ["eve@mail.com", {}, { Destination: "e***@m***", DeliveryMedium: "EMAIL", AttributeName: "email" }],
    [
      "+491701234567",
      {},
      { Destination: "+********4567", DeliveryMedium: "SMS", AttributeName: "phone_number" },
    ],
    [
      "eve",
      {},
      {
        Destination: expect.stringMatching(/^[a-z]\*{3}@[a-z]\*{3}$/),
        DeliveryMedium: "EMAIL",
        AttributeName: "email",
      },
    ],
    [
      "eve",
      { auto_verified_attributes: ["phone_number"] },
      {
        Destination: expect.stringMatching(/^\+\*+\d{4}$/),
        DeliveryMedium: "SMS",
        AttributeName: "phone_number",
      },
    ],
  ])("sends a code to nobody for %s", async (name, rest, CodeDeliveryDetails) => {
    const pool = await hiding(rest);

    const answer = await forgot(pool, name);

    expect(answer).toEqual({ CodeDeliveryDetails });
    expect(await forgot(pool, name)).toEqual(answer);
    const resend = { ClientId: pool.ClientId, Username: name };
    expect(await pool.call("ResendConfirmationCode", resend)).toEqual(answer);
    expect(pool.logLines).toEqual([]);
  });

  test("sends a code to nobody for users who are disabled or have no verified address", async () => {
    const pool = await hiding();
    await pool.signUp("ada");
    await pool.register("bob");
    await pool.call("AdminDisableUser", { UserPoolId: pool.UserPoolId, Username: "ada" });
    const logged = pool.logLines.length;

    for (const name of ["ada", "bob"]) {
      expect(await forgot(pool, name)).toHaveProperty("CodeDeliveryDetails.DeliveryMedium", "EMAIL");
    }

    expect(pool.logLines).toHaveLength(logged);
  });

  test("answers a code for nobody as a wrong one", async () => {
    const pool = await hiding();
    const mismatch = {
      code: "CodeMismatchException",
      message: "Invalid verification code provided, please try again.",
    };

    await expect(confirm(pool, "eve")).rejects.toMatchObject(mismatch);
    await expect(
      pool.call("ConfirmSignUp", { ClientId: pool.ClientId, Username: "eve", ConfirmationCode: "123456" }),
    ).rejects.toMatchObject(mismatch);
  });

  test("challenges nobody by SRP as it would somebody, and finds the proof wrong", async () => {
    const pool = await hiding();
    const { ClientId } = pool;
    const challenge = () =>
      pool.call<{ Session: string; ChallengeParameters: Record<string, string> }>("InitiateAuth", {
        ClientId,
        AuthFlow: "USER_SRP_AUTH",
        AuthParameters: { USERNAME: "eve", SRP_A: "ab".repeat(192) },
      });

    const { Session, ChallengeParameters } = await challenge();
    expect(ChallengeParameters).toEqual({
      SALT: expect.stringMatching(/^[0-9a-f]{32}$/),
      SECRET_BLOCK: expect.any(String),
      SRP_B: expect.stringMatching(/^[0-9a-f]+$/),
      USERNAME: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      USER_ID_FOR_SRP: ChallengeParameters["USERNAME"],
    });
    const { SALT, USERNAME } = ChallengeParameters;
    expect((await challenge()).ChallengeParameters).toMatchObject({ SALT, USERNAME });

    await expect(
      pool.call("RespondToAuthChallenge", {
        ClientId,
        ChallengeName: "PASSWORD_VERIFIER",
        Session,
        ChallengeResponses: {
          USERNAME,
          PASSWORD_CLAIM_SECRET_BLOCK: ChallengeParameters["SECRET_BLOCK"],
          PASSWORD_CLAIM_SIGNATURE: "c2lnbmVk",
          TIMESTAMP: "Thu Jan 1 00:00:00 UTC 2026",
        },
      }),
    ).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
  });

  test("refuses a new password that is too weak, whoever it is for", async () => {
    const pool = await hiding();
    const input = { ClientId: pool.ClientId, Username: "eve", ConfirmationCode: "123456" };

    await expect(pool.call("ConfirmForgotPassword", { ...input, Password: "weak" })).rejects.toMatchObject({
      code: "InvalidPasswordException",
    });
  });

  test("still lets users back in who forgot their password", async () => {
    const pool = await hiding();
    await pool.signUp("ada");
    await forgot(pool, "ada");

    await confirm(pool, "ada", pool.code("ada"));

    await expect(pool.signIn("ada", PASSWORD)).rejects.toMatchObject({ code: "NotAuthorizedException" });
    await expect(pool.signIn("ada", "Another-horse-9")).resolves.toHaveProperty("IdToken");
  });
});
