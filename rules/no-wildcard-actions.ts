import { listOf } from "./engine/arguments";
import {
  identityPolicies,
  type PolicyText,
  resourcePolicies,
  type Statement,
  statementsOf,
} from "./engine/policies";
import type { Rule } from "./engine/rule";
import type { Resource } from "./engine/stack-view";

/** Policies of AWS's that allow whole services. */
const BROAD_POLICY = /(?:^|\/)(AdministratorAccess|PowerUserAccess|\w*FullAccess(?:_?v\d+)?)$/;

/** The account itself, as a principal. */
const ACCOUNT = /^\d{12}$|^arn:.*:root$/;

/** Permissions name what may be done. */
export const noWildcardActions: Rule = {
  id: "no-wildcard-actions",
  title: "No policy allows actions by wildcard, by NotAction, or by one of AWS's policies for everything.",
  why: "A wildcard allows what nobody thought of, such as deleting, and every action that AWS adds later. That the account administers a key is how AWS writes key policies: what it allows, its own policies have to allow again.",
  source: {
    title: "Apply least-privilege permissions",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  },
  mend: "List the actions that are called, or use the grants of the modules.",
  *check(stack) {
    for (const text of [...identityPolicies(stack), ...resourcePolicies(stack)]) {
      const { owner: at } = text;
      for (const statement of statementsOf(text) ?? []) {
        if (statement.effect === "Deny" || isAccountsKey(text, statement)) continue;
        if (statement.allActionsBut) {
          yield { at, detail: "allows every action but some, by NotAction." };
          continue;
        }
        const wild = statement.actions.filter((action) => /[*?]/.test(action));
        if (wild.length > 0) yield { at, detail: `allows ${wild.join(", ")}.` };
      }
    }
    for (const at of stack.all(...ATTACHING)) {
      for (const arn of attachedArns(at)) {
        const broad = BROAD_POLICY.exec(arn);
        if (broad !== null) yield { at, detail: `attaches ${broad[1]}.` };
      }
    }
  },
};

/** Types whose arguments name managed policies. */
const ATTACHING = [
  "aws_iam_role_policy_attachment",
  "aws_iam_policy_attachment",
  "aws_iam_user_policy_attachment",
  "aws_iam_group_policy_attachment",
  "aws_iam_role_policy_attachments_exclusive",
  "aws_iam_user_policy_attachments_exclusive",
  "aws_iam_group_policy_attachments_exclusive",
  "aws_iam_role",
];

/** ARNs of managed policies, or the names by which data sources look them up. */
function attachedArns({ stack, args }: Resource): readonly string[] {
  return ["policy_arn", "policy_arns", "managed_policy_arns"]
    .flatMap((argument) => listOf(args[argument]))
    .map((arn) => {
      const data = stack.findData("aws_iam_policy", arn);
      return String(data?.["arn"] ?? data?.["name"] ?? arn);
    });
}

function isAccountsKey({ owner }: PolicyText, { principals }: Statement): boolean {
  return owner.type.startsWith("aws_kms_key") && principals.every((each) => ACCOUNT.test(each));
}
