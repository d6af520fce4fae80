import { identityPolicies, resourcePolicies, statementsOf } from "./engine/policies";
import type { Rule } from "./engine/rule";
import { listOf } from "./engine/stack-view";

/** Policies of AWS's that allow whole services. */
const BROAD_POLICY = /:policy\/(?:.*\/)?(AdministratorAccess|PowerUserAccess|\w*FullAccess)$/;

/** Permissions name what may be done. */
export const noWildcardActions: Rule = {
  id: "no-wildcard-actions",
  title: "No policy allows actions by wildcard, by NotAction, or by one of AWS's policies for everything.",
  why: "A wildcard allows what nobody thought of, such as deleting, and every action that AWS adds later.",
  source: {
    title: "Apply least-privilege permissions",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  },
  mend: "List the actions that are called, or use the grants of the modules.",
  *check(stack) {
    for (const { owner: at, value } of [...identityPolicies(stack), ...resourcePolicies(stack)]) {
      for (const { effect, actions, allActionsBut } of statementsOf(stack, value) ?? []) {
        if (effect === "Deny") continue;
        const wild = actions.filter((action) => /[*?]/.test(action));
        if (wild.length > 0) yield { at, detail: `allows ${wild.join(", ")}.` };
        if (allActionsBut) yield { at, detail: "allows every action but some, by NotAction." };
      }
    }
    for (const at of stack.all(
      "aws_iam_role_policy_attachment",
      "aws_iam_policy_attachment",
      "aws_iam_user_policy_attachment",
      "aws_iam_group_policy_attachment",
    )) {
      const broad = BROAD_POLICY.exec(String(at.args["policy_arn"]));
      if (broad !== null) yield { at, detail: `attaches ${broad[1]}.` };
    }
    for (const at of stack.all("aws_iam_role")) {
      for (const arn of listOf(at.args["managed_policy_arns"])) {
        const broad = BROAD_POLICY.exec(String(arn));
        if (broad !== null) yield { at, detail: `attaches ${broad[1]}.` };
      }
    }
  },
};
