import type { RoleStore } from "../../../iam/role-store";
import { sessionArn } from "../../../iam/statement";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";

/** Tells a caller who it is; needs no permission, as on AWS. */
export function getCallerIdentity(kernel: Kernel, store: RoleStore): Operation {
  return {
    name: "GetCallerIdentity",
    traced: false,
    access: () => [],
    run(_input, { principal }) {
      const { accountId: Account, partition } = kernel;
      if (principal.type === "role") {
        const id = store.findRoleByArn(principal.arn)?.id;
        return { UserId: `${id}:${principal.session}`, Account, Arn: sessionArn(principal) };
      }
      if (principal.type === "operator") {
        return { UserId: Account, Account, Arn: `arn:${partition}:iam::${Account}:root` };
      }
      throw new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
    },
  };
}
