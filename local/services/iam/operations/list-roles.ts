import type { RoleStore } from "../../../iam/role-store";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { iamArn } from "../resources/names";
import { roleShape } from "./role-shape";

interface Input {
  readonly PathPrefix?: string;
}

/** Lists the roles of the account, all at once. */
export function listRoles(kernel: Kernel, store: RoleStore): Operation<Input> {
  return {
    name: "ListRoles",
    traced: false,
    access: () => [{ action: "iam:ListRoles", resource: iamArn(kernel, "role/") }],
    run: ({ PathPrefix = "/" }) => ({
      Roles: store
        .allRoles()
        .filter(({ path }) => path.startsWith(PathPrefix))
        .map(roleShape),
      IsTruncated: false,
    }),
  };
}
