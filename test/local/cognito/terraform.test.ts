import { parseArguments } from "../../../local/terraform/check/argument-schema";
import { userPoolFixture } from "./user-pool-fixture";

type UserPool = Awaited<ReturnType<typeof userPoolFixture>>;

const typeOf = ({ services }: UserPool, type: string) => {
  const resource = services.flatMap(({ resources = [] }) => resources).find((one) => one.type === type);
  if (resource === undefined) throw new Error(`no service models ${type}`);
  return resource;
};

const context = (type: string) => ({ address: `dev-test/${type}.under-test`, stackDirectory: process.cwd() });

/** Checks arguments as a deployment does, and tells what is wrong with them. */
async function check(type: string, config: Record<string, unknown>): Promise<string> {
  const resource = typeOf(await userPoolFixture(), type);
  try {
    parseArguments(resource, config, "dev-test/it");
    return "fine";
  } catch (error) {
    return (error as Error).message.replace("dev-test/it: ", "");
  }
}

describe("aws_cognito_user_pool_client", () => {
  const TYPE = "aws_cognito_user_pool_client";

  test("keeps its id and its secret when it is changed in place", async () => {
    const pool = await userPoolFixture({ generate_secret: true });
    const config = { name: "dev-shop-web", user_pool_id: pool.UserPoolId, generate_secret: true };
    const { UserPoolId, ClientId } = pool;
    const describe = () =>
      pool.call<{ UserPoolClient: object }>("DescribeUserPoolClient", { UserPoolId, ClientId });
    const { UserPoolClient: before } = await describe();
    const resource = typeOf(pool, TYPE);
    const prior = { config, attributes: { id: pool.ClientId, client_secret: pool.clientSecret } };

    const changed = await resource.apply(resource.arguments.parse({ ...config, name: "dev-shop-pages" }), {
      ...context(TYPE),
      prior,
    });

    expect(changed).toMatchObject({ id: pool.ClientId, client_secret: pool.clientSecret });
    expect(await describe()).toHaveProperty("UserPoolClient", {
      ...before,
      ClientName: "dev-shop-pages",
      ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"],
    });
  });

  const client = { name: "web", user_pool_id: "eu-central-1_Shop" };
  const minutes = { token_validity_units: { access_token: "minutes", id_token: "minutes" } };
  const hours = { token_validity_units: { refresh_token: "hours" } };

  test.each([
    [{ ...minutes, access_token_validity: 5, id_token_validity: 5 }, "fine"],
    [
      { ...minutes, access_token_validity: 4, id_token_validity: 5 },
      "argument access_token_validity: a token holds for 5 minutes to 1 day, not for 240 seconds",
    ],
    [{ access_token_validity: 24 }, "fine"],
    [
      { access_token_validity: 25 },
      "argument access_token_validity: a token holds for 5 minutes to 1 day, not for 90000 seconds",
    ],
    [
      { id_token_validity: 25 },
      "argument id_token_validity: a token holds for 5 minutes to 1 day, not for 90000 seconds",
    ],
    [{ refresh_token_validity: 3650 }, "fine"],
    [
      { refresh_token_validity: 3651 },
      "argument refresh_token_validity: a token holds for 60 minutes to 10 years, not for 315446400 seconds",
    ],
    [{ ...hours, refresh_token_validity: 1 }, "fine"],
    [
      { ...hours, refresh_token_validity: 0 },
      "argument refresh_token_validity: a token holds for 60 minutes to 10 years, not for 0 seconds",
    ],
    [{ explicit_auth_flows: ["USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] }, "fine"],
    [
      { explicit_auth_flows: ["USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
      "argument explicit_auth_flows: flows are named with ALLOW_ or without it, not both in one client",
    ],
  ])("with %j: %s", async (rest, outcome) => {
    expect(await check(TYPE, { ...client, ...rest })).toBe(outcome);
  });

  test("refuses a flow that there is not", async () => {
    expect(await check(TYPE, { ...client, explicit_auth_flows: ["ALLOW_EVERYTHING"] })).toMatch(
      /^argument explicit_auth_flows\.0: Invalid option: expected one of "ALLOW_ADMIN_USER_PASSWORD_AUTH"\|/,
    );
  });
});

describe("aws_cognito_user_pool", () => {
  const policy = (rest: Record<string, unknown>) => ({ password_policy: [rest] });

  test.each([
    [policy({ minimum_length: 6 }), "fine"],
    [
      policy({ minimum_length: 5 }),
      "argument password_policy.minimum_length: 5 is not a whole number from 6 to 99",
    ],
    [policy({ minimum_length: 99 }), "fine"],
    [
      policy({ minimum_length: 100 }),
      "argument password_policy.minimum_length: 100 is not a whole number from 6 to 99",
    ],
    [
      policy({ temporary_password_validity_days: 366 }),
      "argument password_policy.temporary_password_validity_days: 366 is not a whole number from 0 to 365",
    ],
    [{ alias_attributes: ["email", "preferred_username"] }, "fine"],
    [{ username_attributes: ["email"] }, "fine"],
    [
      { username_attributes: ["email"], alias_attributes: ["preferred_username"] },
      "argument alias_attributes: users are named by an attribute, or have aliases beside their name: " +
        "set username_attributes or alias_attributes",
    ],
    [
      { auto_verified_attributes: ["mail"] },
      'argument auto_verified_attributes.0: Invalid option: expected one of "email"|"phone_number"',
    ],
  ])("with %j: %s", async (rest, outcome) => {
    expect(await check("aws_cognito_user_pool", { name: "dev-shop", ...rest })).toBe(outcome);
  });
});

describe("aws_cognito_user_group", () => {
  const TYPE = "aws_cognito_user_group";

  test("does not adopt a group that there is", async () => {
    const pool = await userPoolFixture();

    await expect(
      pool.provision(TYPE, { name: "admin", user_pool_id: pool.UserPoolId }, `dev-test/${TYPE}.other`),
    ).rejects.toMatchObject({
      code: "GroupExistsException",
      message: "A group with the name already exists.",
    });
  });

  test("takes its members' memberships with it", async () => {
    const pool = await userPoolFixture();
    const user = { UserPoolId: pool.UserPoolId, Username: "ada" };
    await pool.signUp("ada");
    await pool.call("AdminAddUserToGroup", { ...user, GroupName: "admin" });

    const config = { name: "admin", user_pool_id: pool.UserPoolId };
    await typeOf(pool, TYPE).remove(config, {}, context(TYPE));

    expect(await pool.call("AdminListGroupsForUser", user)).toEqual({ Groups: [] });
  });

  test("keeps its members and its date when it is changed in place", async () => {
    const pool = await userPoolFixture();
    const user = { UserPoolId: pool.UserPoolId, Username: "ada" };
    await pool.signUp("ada");
    await pool.call("AdminAddUserToGroup", { ...user, GroupName: "admin" });
    const { Groups: before } = await pool.call<{ Groups: object[] }>("AdminListGroupsForUser", user);
    await pool.work.advance(5000);

    const config = { name: "admin", user_pool_id: pool.UserPoolId };
    await typeOf(pool, TYPE).apply(
      { ...config, description: "Staff" },
      { ...context(TYPE), prior: { config, attributes: {} } },
    );

    expect(await pool.call("AdminListGroupsForUser", user)).toEqual({
      Groups: [{ ...before[0], Description: "Staff" }],
    });
  });

  test.each([
    [{ precedence: 0 }, "fine"],
    [{ precedence: -1 }, "argument precedence: a precedence is 0 or more"],
    [{ name: "n".repeat(128) }, "fine"],
    [
      { name: "n".repeat(129) },
      "argument name: a group's name has 1 to 128 letters, digits, symbols and punctuation marks",
    ],
    [
      { name: "shop admin" },
      "argument name: a group's name has 1 to 128 letters, digits, symbols and punctuation marks",
    ],
  ])("with %j: %s", async (rest, outcome) => {
    expect(await check(TYPE, { name: "admin", user_pool_id: "eu-central-1_Shop", ...rest })).toBe(outcome);
  });
});
