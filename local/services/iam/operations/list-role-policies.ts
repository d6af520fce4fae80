import type { RoleStore } from "../../../iam/role-store";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { iamArn } from "../resources/names";

interface Input {
  readonly RoleName: string;
}

/** Lists the names of the policies that stand in a role. */
export function listRolePolicies(kernel: Kernel, store: RoleStore): Operation<Input> {
  return {
    name: "ListRolePolicies",
    traced: false,
    access: ({ RoleName }) => [
      { action: "iam:ListRolePolicies", resource: iamArn(kernel, `role/${RoleName}`) },
    ],
    run: ({ RoleName }) => ({ PolicyNames: [...store.inlinePolicies(RoleName).keys()], IsTruncated: false }),
  };
}
