import * as z from "zod";
import type { RoleStore } from "../../../iam/role-store";
import type { ResourceType } from "../../../kernel/service";

const schema = z.strictObject({ role: z.string(), policy_arn: z.string() });

type Config = z.infer<typeof schema>;

/** aws_iam_role_policy_attachment: attaches a role to a policy of the account or of AWS. */
export function rolePolicyAttachmentResource(store: RoleStore): ResourceType<Config> {
  return {
    type: "aws_iam_role_policy_attachment",
    arguments: schema,
    replacedBy: ["role", "policy_arn"],
    apply({ role, policy_arn: policyArn }) {
      store.attach(role, policyArn);
      return { id: `${role}/${policyArn}` };
    },
    remove({ role, policy_arn: policyArn }) {
      // With the role gone, so is the attachment.
      if (store.findRole(role) !== undefined) store.attachedPolicies(role).delete(policyArn);
    },
  };
}
