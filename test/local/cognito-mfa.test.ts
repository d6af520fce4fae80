import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { type CognitoService, cognito } from "../../local/services/cognito-idp";
import { totpCode, totpStep } from "../../local/services/cognito-idp/totp";
import { AwsProtocols } from "../../local/wire/aws-protocols";
import { WireServer } from "../../local/wire/server";
import { testKernel } from "./test-kernel";

const PASSWORD = "Correct-horse-9";
const APP = { software_token_mfa_configuration: { enabled: true } };

interface Answer {
  readonly ChallengeName?: string;
  readonly ChallengeParameters: Readonly<Record<string, string>>;
  readonly Session: string;
  readonly AuthenticationResult?: { readonly AccessToken: string };
}

/** A confirmed user, ada, of a pool with or without a second factor. */
async function poolWithUser(pool: object) {
  const cloud = testKernel([cognito]);
  const { id } = await cloud.provision("aws_cognito_user_pool", { name: "dev-shop", ...pool });
  const client = await cloud.provision("aws_cognito_user_pool_client", {
    name: "dev-shop-web",
    user_pool_id: id,
    explicit_auth_flows: [
      "ALLOW_USER_PASSWORD_AUTH",
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_ADMIN_USER_PASSWORD_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
    ],
  });
  const poolId = String(id);
  const ClientId = String(client["id"]);
  const call = <Output = Answer>(operation: string, input: object) =>
    cloud.call<Output>("cognito-idp", operation, input);
  await call("SignUp", { ClientId, Username: "ada", Password: PASSWORD });
  const ConfirmationCode = (cloud.services[0] as CognitoService).code(poolId, "ada");
  await call("ConfirmSignUp", { ClientId, Username: "ada", ConfirmationCode });

  const AuthParameters = { USERNAME: "ada", PASSWORD };
  const signIn = () => call("InitiateAuth", { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
  /** The code that the app shows, some time steps away from now. */
  const code = (secret: string, steps = 0) => totpCode(secret, totpStep(cloud.clock.now()) + steps);
  const respond = (ChallengeName: string, Session: string, responses: object = {}) =>
    call("RespondToAuthChallenge", {
      ClientId,
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME: "ada", ...responses },
    });
  const enterCode = (Session: string, SOFTWARE_TOKEN_MFA_CODE: string) =>
    respond("SOFTWARE_TOKEN_MFA", Session, { SOFTWARE_TOKEN_MFA_CODE });
  /** Sets an app up, as a signed-in user or on the way through MFA_SETUP. */
  const enrol = async (who: { AccessToken?: string | undefined; Session?: string }) => {
    const started = await call<{ SecretCode: string; Session?: string }>("AssociateSoftwareToken", who);
    const done = await call<{ Status: string; Session?: string }>("VerifySoftwareToken", {
      ...who,
      ...(started.Session === undefined ? {} : { Session: started.Session }),
      UserCode: code(started.SecretCode),
      FriendlyDeviceName: "phone",
    });
    return { secret: started.SecretCode, status: done.Status, session: String(done.Session) };
  };
  return { ...cloud, call, poolId, ClientId, signIn, respond, enterCode, enrol, code, AuthParameters };
}

async function optionalPool() {
  const shop = await poolWithUser({ mfa_configuration: "OPTIONAL", ...APP });
  const { AuthenticationResult } = await shop.signIn();
  const AccessToken = String(AuthenticationResult?.AccessToken);
  return { ...shop, AccessToken };
}

describe("TOTP", () => {
  // RFC 6238, appendix B: the secret "12345678901234567890", the last six of the eight digits.
  test.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_234_567_890, "005924"],
    [20_000_000_000, "353130"],
  ])("is at second %d as RFC 6238 has it", (seconds, expected) => {
    expect(totpCode("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", totpStep(seconds * 1000))).toBe(expected);
  });
});

describe("A pool that requires MFA", () => {
  const required = () => poolWithUser({ mfa_configuration: "ON", ...APP });

  test("lets a user in only after an app was set up, and then asks for its codes", async () => {
    const shop = await required();
    const first = await shop.signIn();
    expect(first).toEqual({
      ChallengeName: "MFA_SETUP",
      Session: expect.any(String),
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: "ada" },
    });
    await expect(shop.respond("MFA_SETUP", first.Session)).rejects.toMatchObject({
      code: "InvalidParameterException",
      message: "User has not verified software token mfa",
    });

    const { secret, status, session } = await shop.enrol({ Session: first.Session });
    expect(status).toBe("SUCCESS");
    const { AuthenticationResult } = await shop.respond("MFA_SETUP", session);
    expect(AuthenticationResult).toHaveProperty("AccessToken");

    await shop.work.advance(30_000);
    const second = await shop.signIn();
    expect(second).toEqual({
      ChallengeName: "SOFTWARE_TOKEN_MFA",
      Session: expect.any(String),
      ChallengeParameters: { USER_ID_FOR_SRP: "ada", FRIENDLY_DEVICE_NAME: "phone" },
    });
    await expect(shop.enterCode(second.Session, shop.code(secret))).resolves.toHaveProperty(
      "AuthenticationResult.AccessToken",
    );
    const AccessToken = AuthenticationResult?.AccessToken;
    await expect(shop.call("GetUser", { AccessToken })).resolves.toMatchObject({
      UserMFASettingList: ["SOFTWARE_TOKEN_MFA"],
    });
  });

  test("asks for it in the flow of administrators, and after a temporary password, too", async () => {
    const shop = await required();
    const { poolId: UserPoolId, ClientId, AuthParameters } = shop;
    const AuthFlow = "ADMIN_USER_PASSWORD_AUTH";
    await expect(
      shop.call("AdminInitiateAuth", { UserPoolId, ClientId, AuthFlow, AuthParameters }),
    ).resolves.toMatchObject({ ChallengeName: "MFA_SETUP" });
    await shop.call("AdminSetUserPassword", { UserPoolId, Username: "ada", Password: PASSWORD });
    const { ChallengeName, Session } = await shop.signIn();

    expect(ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    await expect(
      shop.respond("NEW_PASSWORD_REQUIRED", Session, { NEW_PASSWORD: PASSWORD }),
    ).resolves.toMatchObject({ ChallengeName: "MFA_SETUP" });
  });

  test("starts anew with an app that an administrator has turned off", async () => {
    const shop = await required();
    const { session } = await shop.enrol({ Session: (await shop.signIn()).Session });
    await shop.respond("MFA_SETUP", session);

    await shop.call("AdminSetUserMFAPreference", {
      UserPoolId: shop.poolId,
      Username: "ada",
      SoftwareTokenMfaSettings: { Enabled: false },
    });

    await expect(shop.signIn()).resolves.toMatchObject({ ChallengeName: "MFA_SETUP" });
  });

  test("takes codes from one step before to one after, each once, and none that is wrong", async () => {
    const shop = await required();
    const { secret, session } = await shop.enrol({ Session: (await shop.signIn()).Session });
    await shop.respond("MFA_SETUP", session);
    const enter = async (code: string) => shop.enterCode((await shop.signIn()).Session, code);
    const used = { code: "ExpiredCodeException", message: "Your software token has already been used once." };
    const wrong = { code: "CodeMismatchException", message: "Invalid code received for user" };

    await expect(enter(shop.code(secret))).rejects.toMatchObject(used);
    await shop.work.advance(90_000);
    await expect(enter(shop.code(secret, -2))).rejects.toMatchObject(wrong);
    await expect(enter(shop.code(secret, 2))).rejects.toMatchObject(wrong);
    await expect(enter(shop.code(secret, -1))).resolves.toHaveProperty("AuthenticationResult");
    await expect(enter(shop.code(secret, 1))).resolves.toHaveProperty("AuthenticationResult");
    await expect(enter(shop.code(secret, 1))).rejects.toMatchObject(used);
  });

  test("lets a user who mistyped try again in the session, which ends with success or after three minutes", async () => {
    const shop = await required();
    const { secret, session } = await shop.enrol({ Session: (await shop.signIn()).Session });
    await shop.respond("MFA_SETUP", session);
    await shop.work.advance(30_000);
    const { Session } = await shop.signIn();

    await expect(shop.enterCode(Session, "nope")).rejects.toMatchObject({ code: "CodeMismatchException" });
    await shop.enterCode(Session, shop.code(secret));
    await expect(shop.enterCode(Session, shop.code(secret, 1))).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: "Invalid session for the user.",
    });
    const { Session: late } = await shop.signIn();
    await shop.work.advance(180_000);
    await expect(shop.enterCode(late, shop.code(secret))).rejects.toMatchObject({
      message: "Invalid session for the user, session is expired.",
    });
  });
});

describe("A pool that leaves MFA to its users", () => {
  test("asks for codes once the user wants it, and no more when not", async () => {
    const shop = await optionalPool();
    const { AccessToken } = shop;
    const { secret } = await shop.enrol({ AccessToken });
    await expect(shop.signIn()).resolves.toHaveProperty("AuthenticationResult");

    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await shop.call("SetUserMFAPreference", { AccessToken, SMSMfaSettings: null, SoftwareTokenMfaSettings });
    await shop.work.advance(30_000);
    const { Session } = await shop.signIn();
    await expect(shop.enterCode(Session, shop.code(secret))).resolves.toHaveProperty("AuthenticationResult");
    const settings = {
      UserMFASettingList: ["SOFTWARE_TOKEN_MFA"],
      PreferredMfaSetting: "SOFTWARE_TOKEN_MFA",
    };
    await expect(shop.call("GetUser", { AccessToken })).resolves.toMatchObject(settings);
    await expect(
      shop.call("AdminGetUser", { UserPoolId: shop.poolId, Username: "ada" }),
    ).resolves.toMatchObject(settings);

    await shop.call("SetUserMFAPreference", { AccessToken, SoftwareTokenMfaSettings: { Enabled: false } });
    await expect(shop.signIn()).resolves.toHaveProperty("AuthenticationResult");
  });

  test("keeps the app that works until the next one is proven", async () => {
    const shop = await optionalPool();
    const { AccessToken } = shop;
    const { secret } = await shop.enrol({ AccessToken });
    await shop.call("SetUserMFAPreference", { AccessToken, SoftwareTokenMfaSettings: { Enabled: true } });
    await shop.work.advance(30_000);
    const { SecretCode } = await shop.call<{ SecretCode: string }>("AssociateSoftwareToken", { AccessToken });

    await expect(
      shop.call("VerifySoftwareToken", { AccessToken, UserCode: shop.code(secret) }),
    ).rejects.toMatchObject({
      code: "EnableSoftwareTokenMFAException",
      message: "Code mismatch and fail enable Software Token MFA",
    });
    await expect(shop.enterCode((await shop.signIn()).Session, shop.code(secret))).resolves.toHaveProperty(
      "AuthenticationResult",
    );
    await shop.work.advance(30_000);
    await shop.call("VerifySoftwareToken", { AccessToken, UserCode: shop.code(SecretCode) });
    await shop.work.advance(30_000);
    const { Session } = await shop.signIn();
    await expect(shop.enterCode(Session, shop.code(secret))).rejects.toMatchObject({
      code: "CodeMismatchException",
    });
    await expect(shop.enterCode(Session, shop.code(SecretCode))).resolves.toHaveProperty(
      "AuthenticationResult",
    );
  });

  test("refuses to enable what is not there, and factors that are not modelled by name", async () => {
    const shop = await optionalPool();
    const { AccessToken } = shop;
    const prefer = (settings: object) => shop.call("SetUserMFAPreference", { AccessToken, ...settings });
    const SoftwareTokenMfaSettings = { Enabled: true };

    await expect(prefer({ SoftwareTokenMfaSettings })).rejects.toMatchObject({
      code: "InvalidParameterException",
      message: "User has not set up software token mfa",
    });
    await shop.call("AssociateSoftwareToken", { AccessToken });
    await expect(prefer({ SoftwareTokenMfaSettings })).rejects.toMatchObject({
      message: "User has not verified software token mfa",
    });
    for (const name of ["SMSMfaSettings", "EmailMfaSettings", "WebAuthnMfaSettings"]) {
      await expect(prefer({ [name]: { Enabled: true } })).rejects.toThrow(
        `the local cloud does not model ${name}; the second factor that it models is an authenticator app`,
      );
    }
    await expect(
      shop.call("RespondToAuthChallenge", { ClientId: shop.ClientId, ChallengeName: "SMS_MFA" }),
    ).rejects.toThrow("the local cloud does not model the challenge SMS_MFA");
  });
});

describe("aws_cognito_user_pool", () => {
  test("without authenticator apps sets none up", async () => {
    const shop = await poolWithUser({});
    const { AuthenticationResult } = await shop.signIn();

    const AccessToken = AuthenticationResult?.AccessToken;
    await expect(shop.call("AssociateSoftwareToken", { AccessToken })).rejects.toMatchObject({
      code: "SoftwareTokenMFANotFoundException",
      message: "Software Token MFA has not been enabled by the userPool",
    });
  });

  test.each([
    [
      { mfa_configuration: "ON" },
      "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
    ],
    [
      { mfa_configuration: "OPTIONAL", software_token_mfa_configuration: { enabled: false } },
      "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    ],
    [{ mfa_configuration: "ON", ...APP, sms_configuration: { external_id: "x" } }, "sms_configuration"],
  ])("refuses %j", async (config, text) => {
    const { provision } = testKernel([cognito]);

    await expect(provision("aws_cognito_user_pool", { name: "dev-shop", ...config })).rejects.toThrow(text);
  });
});

describe("The Cognito client library, by SRP", () => {
  test("sets an app up and signs in with it", async () => {
    const shop = await poolWithUser({ mfa_configuration: "ON", ...APP });
    const protocols = new AwsProtocols(shop.kernel, shop.services);
    const server = new WireServer([], (request) => protocols.answer(request));
    const endpoint = `http://127.0.0.1:${await server.listen(0)}`;
    let secret = "";
    const signIn = () =>
      new Promise<CognitoUserSession>((onSuccess, onFailure) => {
        const Pool = new CognitoUserPool({ UserPoolId: shop.poolId, ClientId: shop.ClientId, endpoint });
        const user = new CognitoUser({ Username: "ada", Pool });
        user.authenticateUser(new AuthenticationDetails({ Username: "ada", Password: PASSWORD }), {
          onSuccess,
          onFailure,
          mfaSetup: () =>
            user.associateSoftwareToken({
              associateSecretCode: (given) => {
                secret = given;
                user.verifySoftwareToken(shop.code(given), "phone", { onSuccess, onFailure });
              },
              onFailure,
            }),
          totpRequired: () =>
            user.sendMFACode(shop.code(secret), { onSuccess, onFailure }, "SOFTWARE_TOKEN_MFA"),
        });
      });
    try {
      await signIn();
      await shop.work.advance(30_000);

      expect((await signIn()).getIdToken().payload["cognito:username"]).toBe("ada");
      expect(secret).toMatch(/^[A-Z2-7]{52}$/);
    } finally {
      await server.close();
    }
  });
});
