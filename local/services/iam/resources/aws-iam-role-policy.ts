import * as z from "zod";
import { parsePolicy } from "../../../iam/policy-json";
import type { RoleStore } from "../../../iam/role-store";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { chooseName } from "./names";

const schema = z.strictObject({
  name: z.string().max(128).optional(),
  name_prefix: z.string().max(102).optional(),
  role: z.string(),
  policy: z.string(),
});

type Config = z.infer<typeof schema>;

/** aws_iam_role_policy: a policy that stands in a role. */
export function rolePolicyResource(kernel: Kernel, store: RoleStore): ResourceType<Config> {
  return {
    type: "aws_iam_role_policy",
    arguments: schema,
    replacedBy: ["name", "name_prefix", "role"],
    apply(config, { prior }) {
      const name = chooseName(kernel, config, prior?.attributes);
      const document = parsePolicy(config.policy, `the policy ${name} of role ${config.role}`, "inline");
      store.inlinePolicies(config.role).set(name, document);
      return { id: `${config.role}:${name}`, name };
    },
    remove(config, attributes) {
      // With the role gone, so is the policy.
      if (store.findRole(config.role) !== undefined) {
        store.inlinePolicies(config.role).delete(String(attributes["name"]));
      }
    },
  };
}
