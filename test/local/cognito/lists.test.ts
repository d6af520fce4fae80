import { userPoolFixture } from "./user-pool-fixture";

interface Users {
  readonly Users: readonly {
    readonly Username: string;
    readonly Attributes: readonly { readonly Name: string; readonly Value: string }[];
  }[];
  readonly PaginationToken?: string;
}

/** Ada, Alan and Bob, who is disabled; Ada and Alan are confirmed, Bob has a temporary password. */
async function threeUsers() {
  const pool = await userPoolFixture();
  await pool.signUp("ada", { attributes: [{ Name: "given_name", Value: 'Ada "Countess"' }] });
  await pool.signUp("alan", { attributes: [{ Name: "given_name", Value: "Alan" }] });
  const bob = { UserPoolId: pool.UserPoolId, Username: "bob" };
  await pool.call("AdminCreateUser", bob);
  await pool.call("AdminDisableUser", bob);
  const list = (input: Record<string, unknown> = {}) =>
    pool.call<Users>("ListUsers", { UserPoolId: pool.UserPoolId, ...input });
  const found = async (Filter: string) => (await list({ Filter })).Users.map(({ Username }) => Username);
  return { ...pool, list, found };
}

describe("Cognito ListUsers", () => {
  test.each([
    ['username = "ada"', ["ada"]],
    ['username ^= "a"', ["ada", "alan"]],
    ['username = "Ada"', []],
    ['email = "alan@example.com"', ["alan"]],
    ['"email"="alan@example.com"', ["alan"]],
    ['email ^= "al"', ["alan"]],
    ['given_name = "Ada \\"Countess\\""', ["ada"]],
    ['family_name ^= ""', []],
    ['status = "Enabled"', ["ada", "alan"]],
    ['status = "Disabled"', ["bob"]],
    ['status = "disabled"', []],
    ['cognito:user_status = "force_change_password"', ["bob"]],
    ["", ["ada", "alan", "bob"]],
  ])("finds with the filter %s: %j", async (filter, names) => {
    const { found } = await threeUsers();

    expect(await found(filter)).toEqual(names);
  });

  test("finds a user by the sub", async () => {
    const { list, found } = await threeUsers();
    const { Users } = await list();
    const sub = Users[1]?.Attributes.find(({ Name }) => Name === "sub")?.Value;

    expect(await found(`sub = "${sub}"`)).toEqual(["alan"]);
  });

  test.each([
    ["email", "Error while parsing filter."],
    ["email = ada@example.com", "Error while parsing filter."],
    ['email > "ada"', "Error while parsing filter."],
    ['email = "ada" and name = "Ada"', "Error while parsing filter."],
    ['custom:tenant = "t1"', "Invalid search attribute: custom:tenant"],
    ['nickname = "Ada"', "Invalid search attribute: nickname"],
  ])("refuses the filter %s: %s", async (filter, message) => {
    const { found } = await threeUsers();

    await expect(found(filter)).rejects.toMatchObject({ code: "InvalidParameterException", message });
  });

  test("gives the attributes that were asked for, which all users found must have", async () => {
    const { list } = await threeUsers();
    const AttributesToGet = ["email"];

    const { Users } = await list({ AttributesToGet, Filter: 'username = "ada"' });
    expect(Users.map(({ Attributes }) => Attributes)).toEqual([
      [{ Name: "email", Value: "ada@example.com" }],
    ]);

    await expect(list({ AttributesToGet })).rejects.toMatchObject({
      code: "InvalidParameterException",
      message: "One or more requested attributes do not exist.",
    });
  });

  test("gives a page and the token of the next", async () => {
    const { list } = await threeUsers();

    const { Users: first, PaginationToken } = await list({ Limit: 2 });
    expect(first.map(({ Username }) => Username)).toEqual(["ada", "alan"]);

    const { Users: second, ...rest } = await list({ Limit: 2, PaginationToken });
    expect(second.map(({ Username }) => Username)).toEqual(["bob"]);
    expect(rest).not.toHaveProperty("PaginationToken");
  });

  test("refuses a token that it did not give, and one of another filter", async () => {
    const { list } = await threeUsers();
    const { PaginationToken } = await list({ Limit: 2 });
    const refused = { code: "InvalidParameterException", message: "Invalid pagination token." };

    await expect(list({ PaginationToken: "garbage" })).rejects.toMatchObject(refused);
    await expect(list({ PaginationToken, Filter: 'username ^= "a"' })).rejects.toMatchObject(refused);
  });
});

describe("Cognito lists", () => {
  async function twoOfEach() {
    const pool = await userPoolFixture();
    const { UserPoolId } = pool;
    await pool.call("CreateGroup", { UserPoolId, GroupName: "staff" });
    for (const name of ["ada", "bob"]) {
      await pool.signUp(name);
      for (const GroupName of ["admin", "staff"]) {
        await pool.call("AdminAddUserToGroup", { UserPoolId, Username: name, GroupName });
      }
    }
    for (const name of ["a", "b"]) {
      const address = `dev-test/aws_cognito_user_pool_client.${name}`;
      await pool.provision("aws_cognito_user_pool_client", { name, user_pool_id: UserPoolId }, address);
      await pool.provision("aws_cognito_user_pool", { name }, `dev-test/aws_cognito_user_pool.${name}`);
    }
    return pool;
  }

  test.each([
    ["ListGroups", "Groups", "Limit", ["admin", "staff"]],
    ["AdminListGroupsForUser", "Groups", "Limit", ["admin", "staff"]],
    ["ListUsersInGroup", "Users", "Limit", ["ada", "bob"]],
    ["ListUserPoolClients", "UserPoolClients", "MaxResults", ["dev-shop-web", "a", "b"]],
    ["ListUserPools", "UserPools", "MaxResults", ["dev-shop", "a", "b"]],
  ])("%s gives one page after the other", async (operation, member, limit, expected) => {
    const { call, UserPoolId } = await twoOfEach();
    const scope = {
      ListGroups: { UserPoolId },
      AdminListGroupsForUser: { UserPoolId, Username: "ada" },
      ListUsersInGroup: { UserPoolId, GroupName: "staff" },
      ListUserPoolClients: { UserPoolId },
      ListUserPools: {},
    }[operation];

    const names: unknown[] = [];
    let token: string | undefined;
    do {
      const input = { ...scope, [limit]: 1, ...(token === undefined ? {} : { NextToken: token }) };
      // biome-ignore lint/suspicious/noExplicitAny: each list has members of its own.
      const answer = await call<any>(operation, input);
      expect(answer[member]).toHaveLength(1);
      const [item] = answer[member];
      names.push(item.GroupName ?? item.Username ?? item.ClientName ?? item.Name);
      token = answer.NextToken;
    } while (token !== undefined);

    expect(names).toEqual(expected);
  });
});
