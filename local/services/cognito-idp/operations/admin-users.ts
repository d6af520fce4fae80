import { AwsError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import { type AttributeList, attributeList, changeAttributes } from "../attributes";
import { type Directory, describeUser } from "../directory";
import { checkPassword } from "../password-policy";
import { mfaSettings } from "../software-token";
import { checkUnconfirmed, type Pool, type User, userOf } from "../state";
import { sendPasswordCode } from "./forgotten-password";
import { listUsers } from "./list-users";

interface UserInput {
  readonly UserPoolId: string;
  readonly Username: string;
}

interface CreateInput extends UserInput {
  readonly TemporaryPassword?: string;
  readonly UserAttributes?: AttributeList;
  readonly MessageAction?: string;
}

/** What administrators do with users; each needs its IAM action on the pool. */
export function adminUserOperations(directory: Directory): readonly Operation[] {
  /** An operation on one user of a pool. */
  const onUser = <Extra>(
    name: string,
    run: (user: User, pool: Pool, input: UserInput & Extra) => unknown,
  ): Operation<UserInput & Extra> => ({
    name,
    access: ({ UserPoolId }) => [
      { action: `cognito-idp:${name}`, resource: directory.pools.pool(UserPoolId).arn },
    ],
    run: (input) => {
      const pool = directory.pools.pool(input.UserPoolId);
      return run(userOf(pool, input.Username), pool, input) ?? {};
    },
  });
  return [
    createUser(directory),
    listUsers(directory),
    onUser("AdminGetUser", (user) => ({
      ...describeUser(user),
      UserAttributes: attributeList(user),
      ...mfaSettings(user),
    })),
    onUser<{ Password: string; Permanent?: boolean }>("AdminSetUserPassword", (user, pool, input) => {
      checkPassword(pool.passwordPolicy, input.Password);
      directory.setPassword(pool, user, input.Password);
      if (input.Permanent === true) user.status = "CONFIRMED";
      else directory.makeTemporary(pool, user);
    }),
    onUser("AdminConfirmSignUp", (user) => {
      checkUnconfirmed(user);
      user.status = "CONFIRMED";
    }),
    onUser("AdminResetUserPassword", (user, pool) => {
      sendPasswordCode(directory, pool, user);
      user.status = "RESET_REQUIRED";
    }),
    onUser<{ UserAttributes: AttributeList }>("AdminUpdateUserAttributes", (user, pool, input) => {
      changeAttributes(pool, user, input.UserAttributes, "administrator");
    }),
    onUser("AdminDeleteUser", (user, pool) => {
      directory.tokens.signOut(pool, user);
      pool.users.delete(user.username);
    }),
    onUser("AdminEnableUser", (user) => {
      user.enabled = true;
    }),
    onUser("AdminDisableUser", (user, pool) => {
      user.enabled = false;
      directory.tokens.signOut(pool, user);
    }),
    onUser("AdminUserGlobalSignOut", (user, pool) => directory.tokens.signOut(pool, user)),
  ];
}

function createUser(directory: Directory): Operation<CreateInput> {
  return {
    name: "AdminCreateUser",
    access: ({ UserPoolId }) => [
      { action: "cognito-idp:AdminCreateUser", resource: directory.pools.pool(UserPoolId).arn },
    ],
    run: (input) => {
      const pool = directory.pools.pool(input.UserPoolId);
      const password = input.TemporaryPassword ?? `${directory.chance.text(12)}aA1!`;
      checkPassword(pool.passwordPolicy, password);
      const user =
        input.MessageAction === "RESEND"
          ? inviteAgain(directory, pool, input.Username, password)
          : directory.addUser(pool, input.Username, {
              password,
              status: "FORCE_CHANGE_PASSWORD",
              attributes: input.UserAttributes,
              writer: "administrator",
            });
      directory.makeTemporary(pool, user);
      if (input.TemporaryPassword === undefined && input.MessageAction !== "SUPPRESS") {
        directory.kernel.log(
          `cognito: the temporary password of ${user.username} in pool ${pool.name} is ${password}`,
        );
      }
      return { User: { ...describeUser(user), Attributes: attributeList(user) } };
    },
  };
}

/** @throws AwsError UserNotFoundException, UnsupportedUserStateException for somebody who has come in already */
function inviteAgain(directory: Directory, pool: Pool, name: string, password: string): User {
  const user = userOf(pool, name);
  if (user.status !== "FORCE_CHANGE_PASSWORD") {
    throw new AwsError(
      "UnsupportedUserStateException",
      `Resend not possible. ${name} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  directory.setPassword(pool, user, password);
  return user;
}
