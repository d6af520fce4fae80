import { decodeJwt } from "jose";
import { PASSWORD, userPoolFixture } from "./user-pool-fixture";

const custom = (name: string, rest: Record<string, unknown> = {}) => ({
  name,
  attribute_data_type: "String",
  mutable: true,
  ...rest,
});

const invalid = (message: string) => ({ code: "InvalidParameterException", message });

describe("Cognito sign-up", () => {
  test.each([
    [["cognito:groups"], "cognito:groups: Attribute does not exist in the schema.\n"],
    [
      ["iss", "auth_time"],
      "iss: Attribute does not exist in the schema.\nauth_time: Attribute does not exist in the schema.\n",
    ],
    [["custom:tenant"], "custom:tenant: Attribute does not exist in the schema.\n"],
    [["sub"], "sub: Attribute cannot be updated.\n"],
  ])("refuses the attributes %j, and makes no user", async (names, problems) => {
    const pool = await userPoolFixture();
    const attributes = names.map((Name) => ({ Name, Value: "admin" }));

    await expect(pool.register("ada", { attributes })).rejects.toMatchObject(
      invalid(`Attributes did not conform to the schema: ${problems}`),
    );

    await expect(
      pool.call("AdminGetUser", { UserPoolId: pool.UserPoolId, Username: "ada" }),
    ).rejects.toMatchObject({ code: "UserNotFoundException" });
  });

  test("does not let a client say that an address is verified", async () => {
    const pool = await userPoolFixture();

    await expect(
      pool.register("ada", { attributes: [{ Name: "email_verified", Value: "true" }] }),
    ).rejects.toMatchObject({
      code: "NotAuthorizedException",
      message: "A client attempted to write unauthorized attribute",
    });
  });

  test("takes standard attributes and those of the pool's schema into the id token", async () => {
    const pool = await userPoolFixture({}, { schema: [custom("tenant", { mutable: false })] });
    await pool.signUp("ada", {
      attributes: [
        { Name: "given_name", Value: "Ada" },
        { Name: "custom:tenant", Value: "t1" },
      ],
    });

    const { IdToken } = await pool.signIn("ada");

    expect(decodeJwt(IdToken)).toMatchObject({
      given_name: "Ada",
      "custom:tenant": "t1",
      email_verified: true,
    });
  });

  test("asks for the attributes that the schema requires; an administrator may leave them out", async () => {
    const pool = await userPoolFixture({}, { schema: { ...custom("given_name"), required: true } });

    await expect(pool.register("ada")).rejects.toMatchObject(
      invalid("Attributes did not conform to the schema: given_name: The attribute is required\n"),
    );
    await expect(
      pool.call("AdminCreateUser", { UserPoolId: pool.UserPoolId, Username: "ada" }),
    ).resolves.toHaveProperty("User.Username", "ada");
  });

  test("verifies no address that the user does not have", async () => {
    const pool = await userPoolFixture({}, { auto_verified_attributes: ["email", "phone_number"] });
    await pool.signUp("ada");

    expect(decodeJwt((await pool.signIn("ada")).IdToken)).not.toHaveProperty("phone_number_verified");
  });
});

describe("Cognito UpdateUserAttributes", () => {
  test.each([
    ["sub", "user.sub: Attribute cannot be updated.\n"],
    ["custom:tenant", "user.custom:tenant: Attribute cannot be updated.\n"],
    ["cognito:groups", "user.cognito:groups: Attribute does not exist in the schema.\n"],
  ])("refuses %s, and changes nothing", async (Name, message) => {
    const pool = await userPoolFixture({}, { schema: [custom("tenant", { mutable: false })] });
    await pool.signUp("ada");
    const { AccessToken, IdToken } = await pool.signIn("ada");

    await expect(
      pool.call("UpdateUserAttributes", {
        AccessToken,
        UserAttributes: [
          { Name: "given_name", Value: "Eve" },
          { Name, Value: "other" },
        ],
      }),
    ).rejects.toMatchObject(invalid(message));

    const claims = decodeJwt((await pool.signIn("ada")).IdToken);
    expect(claims.sub).toBe(decodeJwt(IdToken).sub);
    expect(claims).not.toHaveProperty("given_name");
  });

  test("leaves a new address unverified, which only an administrator can change", async () => {
    const pool = await userPoolFixture();
    await pool.signUp("ada");
    const { AccessToken } = await pool.signIn("ada");
    const claims = async () => decodeJwt((await pool.signIn("ada")).IdToken);

    await pool.call("UpdateUserAttributes", {
      AccessToken,
      UserAttributes: [{ Name: "email", Value: "bob@example.com" }],
    });
    expect(await claims()).toMatchObject({ email: "bob@example.com", email_verified: false });

    const verified = [{ Name: "email_verified", Value: "true" }];
    await expect(
      pool.call("UpdateUserAttributes", { AccessToken, UserAttributes: verified }),
    ).rejects.toMatchObject({ code: "NotAuthorizedException" });
    await pool.call("AdminUpdateUserAttributes", {
      UserPoolId: pool.UserPoolId,
      Username: "ada",
      UserAttributes: verified,
    });
    expect(await claims()).toMatchObject({ email_verified: true });
  });

  test("refuses the address by which somebody else signs in", async () => {
    const pool = await userPoolFixture({}, { username_attributes: ["email"] });
    await pool.call("AdminCreateUser", { UserPoolId: pool.UserPoolId, Username: "bob@example.com" });
    const ada = { UserPoolId: pool.UserPoolId, Username: "ada@example.com" };
    await pool.call("AdminCreateUser", ada);
    await pool.call("AdminSetUserPassword", { ...ada, Password: PASSWORD, Permanent: true });
    const { AccessToken } = await pool.signIn("ada@example.com");
    const update = (Value: string) =>
      pool.call("UpdateUserAttributes", { AccessToken, UserAttributes: [{ Name: "email", Value }] });

    await expect(update("Bob@example.com")).rejects.toMatchObject({
      code: "AliasExistsException",
      message: "An account with the email already exists.",
    });
    await update("Ada@example.com");
  });

  test("removes an attribute that is set to nothing", async () => {
    const pool = await userPoolFixture();
    await pool.signUp("ada", { attributes: [{ Name: "nickname", Value: "Countess" }] });
    const { AccessToken } = await pool.signIn("ada");

    await pool.call("UpdateUserAttributes", {
      AccessToken,
      UserAttributes: [{ Name: "nickname", Value: "" }],
    });

    expect(decodeJwt((await pool.signIn("ada")).IdToken)).not.toHaveProperty("nickname");
  });
});

describe("Cognito administrators", () => {
  test("cannot choose a user's sub either", async () => {
    const pool = await userPoolFixture();
    const user = { UserPoolId: pool.UserPoolId, Username: "ada" };
    const UserAttributes = [{ Name: "sub", Value: "mine" }];

    await expect(pool.call("AdminCreateUser", { ...user, UserAttributes })).rejects.toMatchObject(
      invalid("Attributes did not conform to the schema: sub: Attribute cannot be updated.\n"),
    );
    await pool.call("AdminCreateUser", user);
    await expect(pool.call("AdminUpdateUserAttributes", { ...user, UserAttributes })).rejects.toMatchObject(
      invalid("user.sub: Attribute cannot be updated.\n"),
    );
  });

  test("set an address and that it is verified at once", async () => {
    const pool = await userPoolFixture();
    const user = { UserPoolId: pool.UserPoolId, Username: "ada" };
    await pool.call("AdminCreateUser", user);

    await pool.call("AdminUpdateUserAttributes", {
      ...user,
      UserAttributes: [
        { Name: "email_verified", Value: "true" },
        { Name: "email", Value: "ada@example.com" },
      ],
    });

    const { UserAttributes } = await pool.call<{ UserAttributes: unknown[] }>("AdminGetUser", user);
    expect(UserAttributes).toContainEqual({ Name: "email_verified", Value: "true" });
  });
});

describe("aws_cognito_user_pool", () => {
  test("does not model attributes for developers only", async () => {
    await expect(
      userPoolFixture({}, { schema: [custom("secret", { developer_only_attribute: true })] }),
    ).rejects.toThrow("the local cloud does not model attributes for developers only: leave it out or false");
  });
});
