import {
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
  ListGroupsCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt } from "jose";
import { LocalCloud } from "../../local/cloud";
import { optionsStacks } from "./app";
import { Members, PASSWORD } from "./members";

const stacks = optionsStacks({ only: ["apis"] });

let cloud: LocalCloud;
let members: Members;

beforeEach(async () => {
  cloud = await LocalCloud.fromStacks(stacks, { clock: "virtual", seed: 7 });
  members = new Members(cloud);
});

afterEach(() => cloud.close());

describe("a user pool", () => {
  test("takes no sign-up where only operators make users", async () => {
    const signUp = new SignUpCommand({
      ClientId: members.clientId("web"),
      Username: "eve",
      Password: PASSWORD,
    });

    await expect(members.client.send(signUp)).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "SignUp is not permitted for this user pool",
    });
  });

  test.each([
    ["Correct-horse-99", undefined],
    ["Correct-horse-9", "Password not long enough"],
    ["correct-horse-99", "Password must have uppercase characters"],
    ["CORRECT-HORSE-99", "Password must have lowercase characters"],
    ["Correct-horse-xx", "Password must have numeric characters"],
    ["Correct1horse199", "Password must have symbol characters"],
  ])("holds the password %s to its policy", async (password, complaint) => {
    await members.add("ada");
    const change = members.client.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: members.poolId,
        Username: "ada",
        Password: password,
        Permanent: true,
      }),
    );

    if (complaint === undefined) await change;
    else {
      await expect(change).rejects.toMatchObject({
        name: "InvalidPasswordException",
        message: expect.stringContaining(complaint),
      });
    }
  });

  test("has its groups in their order, and their names in the tokens of who is in them", async () => {
    const { Groups } = await members.client.send(new ListGroupsCommand({ UserPoolId: members.poolId }));
    const { idToken, accessToken } = await members.signIn("ada", "web", ["readers", "editors"]);

    expect(Groups?.map(({ GroupName, Precedence }) => `${Precedence} ${GroupName}`)).toEqual([
      "0 editors",
      "1 readers",
    ]);
    for (const token of [idToken, accessToken]) {
      expect([decodeJwt(token)["cognito:groups"]].flat().sort()).toEqual(["editors", "readers"]);
    }
  });

  test("gives each client tokens of its own length", async () => {
    const lifetime = (token: string) => {
      const { iat = 0, exp = 0 } = decodeJwt(token);
      return exp - iat;
    };

    expect(lifetime((await members.signIn("ada")).idToken)).toBe(5 * 60);
    expect(lifetime((await members.signIn("bob", "other")).accessToken)).toBe(60 * 60);
  });

  test("keeps users signed in for the days of their client", async () => {
    const { refreshToken } = await members.signIn("ada");
    const refresh = () =>
      members.client.send(
        new InitiateAuthCommand({
          ClientId: members.clientId("web"),
          AuthFlow: "REFRESH_TOKEN_AUTH",
          AuthParameters: { REFRESH_TOKEN: refreshToken },
        }),
      );

    await cloud.advance("23h");
    expect((await refresh()).AuthenticationResult?.IdToken).toBeDefined();
    await cloud.advance("1h");
    await expect(refresh()).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Refresh Token has expired",
    });
  });
});
