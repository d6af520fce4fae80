import type { RoleStore } from "../../../iam/role-store";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { iamArn } from "../resources/names";
import { encodedPolicy } from "./role-shape";

interface Input {
  readonly RoleName: string;
  readonly PolicyName: string;
}

/** Gives a policy that stands in a role. */
export function getRolePolicy(kernel: Kernel, store: RoleStore): Operation<Input> {
  return {
    name: "GetRolePolicy",
    traced: false,
    access: ({ RoleName }) => [{ action: "iam:GetRolePolicy", resource: iamArn(kernel, `role/${RoleName}`) }],
    run({ RoleName, PolicyName }) {
      const document = store.inlinePolicies(RoleName).get(PolicyName);
      if (document === undefined) {
        throw new AwsError("NoSuchEntity", `The role policy with name ${PolicyName} cannot be found.`, 404);
      }
      return { RoleName, PolicyName, PolicyDocument: encodedPolicy(document) };
    },
  };
}
