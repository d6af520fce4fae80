import type { RoleStore } from "../../../iam/role-store";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { iamArn } from "../resources/names";

interface Input {
  readonly RoleName: string;
}

/** Lists the policies that a role is attached to. */
export function listAttachedRolePolicies(kernel: Kernel, store: RoleStore): Operation<Input> {
  return {
    name: "ListAttachedRolePolicies",
    traced: false,
    access: ({ RoleName }) => [
      { action: "iam:ListAttachedRolePolicies", resource: iamArn(kernel, `role/${RoleName}`) },
    ],
    run: ({ RoleName }) => ({
      AttachedPolicies: [...store.attachedPolicies(RoleName)].map((PolicyArn) => ({
        PolicyName: PolicyArn.split("/").at(-1),
        PolicyArn,
      })),
      IsTruncated: false,
    }),
  };
}
