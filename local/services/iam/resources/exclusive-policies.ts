import * as z from "zod";
import type { RoleStore } from "../../../iam/role-store";
import type { ResourceType } from "../../../kernel/service";

const inlineSchema = z.strictObject({ role_name: z.string(), policy_names: z.array(z.string()) });
const attachedSchema = z.strictObject({ role_name: z.string(), policy_arns: z.array(z.string()) });

/** aws_iam_role_policies_exclusive: takes every other inline policy from a role. */
export function rolePoliciesExclusiveResource(store: RoleStore): ResourceType<z.infer<typeof inlineSchema>> {
  return {
    type: "aws_iam_role_policies_exclusive",
    arguments: inlineSchema,
    replacedBy: ["role_name"],
    apply({ role_name: role, policy_names: names }) {
      const policies = store.inlinePolicies(role);
      for (const name of [...policies.keys()]) if (!names.includes(name)) policies.delete(name);
      return {};
    },
    remove() {},
  };
}

/** aws_iam_role_policy_attachments_exclusive: detaches a role from every other policy. */
export function rolePolicyAttachmentsExclusiveResource(
  store: RoleStore,
): ResourceType<z.infer<typeof attachedSchema>> {
  return {
    type: "aws_iam_role_policy_attachments_exclusive",
    arguments: attachedSchema,
    replacedBy: ["role_name"],
    apply({ role_name: role, policy_arns: arns }) {
      const policies = store.attachedPolicies(role);
      for (const arn of [...policies]) if (!arns.includes(arn)) policies.delete(arn);
      return {};
    },
    remove() {},
  };
}
