import type { RoleStore } from "../../../iam/role-store";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { iamArn } from "../resources/names";
import { roleShape } from "./role-shape";

interface Input {
  readonly RoleName: string;
}

/** Describes a role. */
export function getRole(kernel: Kernel, store: RoleStore): Operation<Input> {
  return {
    name: "GetRole",
    traced: false,
    access: ({ RoleName }) => [{ action: "iam:GetRole", resource: iamArn(kernel, `role/${RoleName}`) }],
    run({ RoleName }) {
      const role = store.findRole(RoleName);
      if (role === undefined) {
        throw new AwsError("NoSuchEntity", `The role with name ${RoleName} cannot be found.`, 404);
      }
      return { Role: roleShape(role) };
    },
  };
}
