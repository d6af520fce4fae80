import { userPoolFixture } from "./user-pool-fixture";

const UserPoolId = "eu-central-1_Shop";
const ClientId = "web";
const Username = "ada";
const AccessToken = "token";

const PATTERN =
  "Value at 'username' failed to satisfy constraint: " +
  "Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+";

const isNull = (member: string) =>
  `Value null at '${member}' failed to satisfy constraint: Member must not be null`;

const oneError = (problem: string) => `1 validation error detected: ${problem}`;

describe("Cognito", () => {
  test.each([
    ["SignUp", { ClientId, Password: "Correct-horse-9" }, "username"],
    ["SignUp", { ClientId, Username }, "password"],
    ["SignUp", { ClientId, Username: null, Password: "Correct-horse-9" }, "username"],
    ["ConfirmSignUp", { ClientId, Username }, "confirmationCode"],
    ["InitiateAuth", { ClientId }, "authFlow"],
    ["RespondToAuthChallenge", { ClientId }, "challengeName"],
    ["GetUser", {}, "accessToken"],
    ["UpdateUserAttributes", { AccessToken }, "userAttributes"],
    ["ChangePassword", { AccessToken, PreviousPassword: "Correct-horse-9" }, "proposedPassword"],
    ["RevokeToken", { ClientId }, "token"],
    ["ForgotPassword", { Username }, "clientId"],
    ["AdminCreateUser", { UserPoolId }, "username"],
    ["AdminGetUser", { Username }, "userPoolId"],
    ["AdminSetUserPassword", { UserPoolId, Username }, "password"],
    ["AdminUpdateUserAttributes", { UserPoolId, Username }, "userAttributes"],
    ["CreateGroup", { UserPoolId }, "groupName"],
    ["AdminAddUserToGroup", { UserPoolId, Username }, "groupName"],
    ["ListUserPools", {}, "maxResults"],
  ])("%s with %j misses %s", async (operation, input, member) => {
    const { call } = await userPoolFixture();

    await expect(call(operation, input)).rejects.toMatchObject({
      code: "InvalidParameterException",
      message: oneError(isNull(member)),
    });
  });

  test.each([["a b"], ["\uFEFFada"], ["a\u200Bda"], ["ada\n"]])("refuses the user name %j", async (name) => {
    const { call, register } = await userPoolFixture();

    const refused = { code: "InvalidParameterException", message: oneError(PATTERN) };

    await expect(register(name)).rejects.toMatchObject(refused);
    await expect(call("AdminCreateUser", { UserPoolId, Username: name })).rejects.toMatchObject(refused);
  });

  test("takes user names of 1 to 128 characters", async () => {
    const { register } = await userPoolFixture({}, { auto_verified_attributes: [] });

    await expect(register("ä")).resolves.toHaveProperty("UserConfirmed", false);
    await expect(register("n".repeat(128))).resolves.toHaveProperty("UserConfirmed", false);
    await expect(register("n".repeat(129))).rejects.toMatchObject({
      message: oneError(
        "Value at 'username' failed to satisfy constraint: Member must have length less than or equal to 128",
      ),
    });
    await expect(register("")).rejects.toMatchObject({
      message: `2 validation errors detected: ${PATTERN}; Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    });
  });

  test.each([
    [
      "ListUsers",
      { UserPoolId, Limit: 61 },
      "Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
    ],
    [
      "ListGroups",
      { UserPoolId, Limit: -1 },
      "Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      "ListUserPools",
      { MaxResults: 0 },
      "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      "AdminCreateUser",
      { UserPoolId, Username, MessageAction: "AGAIN" },
      "Value 'AGAIN' at 'messageAction' failed to satisfy constraint: Member must satisfy enum value set: [RESEND, SUPPRESS]",
    ],
    [
      "SignUp",
      { ClientId, Username, Password: " Correct-horse-9" },
      "Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$",
    ],
    [
      "AdminUpdateUserAttributes",
      { UserPoolId, Username, UserAttributes: [{}] },
      isNull("userAttributes.1.member.name"),
    ],
  ])("%s with %j: %s", async (operation, input, problem) => {
    const { call } = await userPoolFixture();

    await expect(call(operation, input)).rejects.toMatchObject({
      code: "InvalidParameterException",
      message: oneError(problem),
    });
  });

  test.each([
    [
      "SignUp",
      { ClientId, Username: 5, Password: "Correct-horse-9" },
      "NUMBER_VALUE cannot be converted to String",
    ],
    [
      "InitiateAuth",
      { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME: true } },
      "TRUE_VALUE cannot be converted to String",
    ],
    ["ListUsers", { UserPoolId, Limit: "2" }, "STRING_VALUE cannot be converted to Integer"],
    [
      "AdminSetUserPassword",
      { UserPoolId, Username, Permanent: "yes" },
      "STRING_VALUE cannot be converted to Boolean",
    ],
    ["SignUp", { ClientId, UserAttributes: {} }, "Unexpected field type: a list was expected"],
  ])("%s cannot read %j: %s", async (operation, input, message) => {
    const { call } = await userPoolFixture();

    await expect(call(operation, input)).rejects.toMatchObject({ code: "SerializationException", message });
  });

  test("names a member that is not modelled", async () => {
    const { call } = await userPoolFixture();

    await expect(call("InitiateAuth", { ClientId, Session: "x".repeat(20) })).rejects.toThrow(
      "the local cloud does not model Session of cognito-idp:InitiateAuth",
    );
  });

  test.each([["zz"], ["-5"], ["0"]])("refuses the SRP_A %s", async (SRP_A) => {
    const pool = await userPoolFixture();
    await pool.signUp("ada");

    await expect(
      pool.call("InitiateAuth", {
        ClientId: pool.ClientId,
        AuthFlow: "USER_SRP_AUTH",
        AuthParameters: { USERNAME: "ada", SRP_A },
      }),
    ).rejects.toMatchObject({ code: "InvalidParameterException", message: "SRP_A is not valid." });
  });
});
