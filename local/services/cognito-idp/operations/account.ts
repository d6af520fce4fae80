import { AwsError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import { type AttributeList, attributeList, changeAttributes } from "../attributes";
import type { Directory } from "../directory";
import { checkPassword } from "../password-policy";
import { mfaSettings } from "../software-token";
import { passwordMatches } from "../srp";
import type { Client } from "../state";

interface WithAccessToken {
  readonly AccessToken: string;
}

interface RevokeInput {
  readonly ClientId: string;
  readonly ClientSecret?: string;
  readonly Token: string;
}

/** What users do with their own account, by one of their tokens. */
export function accountOperations(directory: Directory): readonly Operation[] {
  const signedIn = (input: WithAccessToken) =>
    directory.tokens.userOf(directory.pools.all(), input.AccessToken);
  const getUser: Operation<WithAccessToken> = {
    name: "GetUser",
    access: () => [],
    run: async (input) => {
      const { user } = await signedIn(input);
      return { Username: user.username, UserAttributes: attributeList(user), ...mfaSettings(user) };
    },
  };
  const update: Operation<WithAccessToken & { readonly UserAttributes: AttributeList }> = {
    name: "UpdateUserAttributes",
    access: () => [],
    run: async (input) => {
      const { pool, user } = await signedIn(input);
      changeAttributes(pool, user, input.UserAttributes, "client");
      return { CodeDeliveryDetailsList: [] };
    },
  };
  const changePassword: Operation<
    WithAccessToken & { readonly PreviousPassword: string; readonly ProposedPassword: string }
  > = {
    name: "ChangePassword",
    access: () => [],
    run: async (input) => {
      const { pool, user } = await signedIn(input);
      if (!passwordMatches(user.verifier, pool.id, user.username, input.PreviousPassword)) {
        throw new AwsError("NotAuthorizedException", "Incorrect username or password.");
      }
      checkPassword(pool.passwordPolicy, input.ProposedPassword);
      directory.setPassword(pool, user, input.ProposedPassword);
      return {};
    },
  };
  const signOut: Operation<WithAccessToken> = {
    name: "GlobalSignOut",
    access: () => [],
    run: async (input) => {
      const { pool, user } = await signedIn(input);
      directory.tokens.signOut(pool, user);
      return {};
    },
  };
  const revoke: Operation<RevokeInput> = {
    name: "RevokeToken",
    access: () => [],
    run: ({ ClientId, ClientSecret, Token }) => {
      const { pool, client } = directory.pools.client(ClientId);
      checkSecret(client, ClientSecret);
      directory.tokens.revoke(pool, client, Token);
      return {};
    },
  };
  return [getUser, update, changePassword, signOut, revoke];
}

function checkSecret(client: Client, given: string | undefined): void {
  if (client.secret === undefined || given === client.secret) return;
  const problem = given === undefined ? "ClientSecret was not received" : "ClientSecret is not its secret";
  throw new AwsError("UnauthorizedException", `Client ${client.id} is configured with secret but ${problem}`);
}
