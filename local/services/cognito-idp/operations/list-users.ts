import { AwsError } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operation";
import { attributeList } from "../attributes";
import { type Directory, describeUser } from "../directory";
import { pageOf } from "../page";
import type { User } from "../state";
import { userFilter } from "../user-filter";

interface Input {
  readonly UserPoolId: string;
  readonly AttributesToGet?: readonly string[];
  readonly Filter?: string;
  readonly Limit?: number;
  readonly PaginationToken?: string;
}

/** ListUsers: in the order in which they were made. */
export function listUsers(directory: Directory): Operation<Input> {
  return {
    name: "ListUsers",
    traced: false,
    access: ({ UserPoolId }) => [
      { action: "cognito-idp:ListUsers", resource: directory.pools.pool(UserPoolId).arn },
    ],
    run: ({ UserPoolId, AttributesToGet: names, Filter = "", Limit, PaginationToken }) => {
      const found = [...directory.pools.pool(UserPoolId).users.values()].filter(userFilter(Filter));
      const { items, next } = pageOf(`ListUsers ${UserPoolId} ${Filter}`, found, Limit, PaginationToken);
      return {
        Users: items.map((user) => ({ ...describeUser(user), Attributes: attributesToGet(user, names) })),
        ...(next === undefined ? {} : { PaginationToken: next }),
      };
    },
  };
}

function attributesToGet(user: User, names: readonly string[] | undefined) {
  const all = attributeList(user);
  if (names === undefined) return all;
  if (!names.every((name) => user.attributes.has(name))) {
    throw new AwsError("InvalidParameterException", "One or more requested attributes do not exist.");
  }
  return all.filter(({ Name }) => names.includes(Name));
}
