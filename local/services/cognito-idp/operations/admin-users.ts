import type { Operation } from "../../../kernel/operation";
import { type AttributeList, attributeList, changeAttributes } from "../attributes";
import { type Directory, describeUser } from "../directory";
import { checkPassword } from "../password-policy";
import { mfaSettings } from "../software-token";
import { type Pool, type User, userOf } from "../state";
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

const DAY_MS = 86_400_000;

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
      user.status = input.Permanent === true ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD";
    }),
    onUser("AdminConfirmSignUp", (user) => {
      user.status = "CONFIRMED";
    }),
    onUser("AdminResetUserPassword", (user, pool) => {
      user.status = "RESET_REQUIRED";
      directory.sendCode(pool, user, "password");
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
      const user = directory.addUser(pool, input.Username, {
        password,
        status: "FORCE_CHANGE_PASSWORD",
        attributes: input.UserAttributes,
        writer: "administrator",
      });
      user.temporaryPasswordExpiresAtMs =
        user.createdAtMs + pool.passwordPolicy.temporaryValidityDays * DAY_MS;
      if (input.TemporaryPassword === undefined && input.MessageAction !== "SUPPRESS") {
        directory.kernel.log(
          `cognito: the temporary password of ${user.username} in pool ${pool.name} is ${password}`,
        );
      }
      return { User: { ...describeUser(user), Attributes: attributeList(user) } };
    },
  };
}
