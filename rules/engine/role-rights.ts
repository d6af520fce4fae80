import { listOf } from "./arguments";
import { hasAction, inlinePolicies, type PolicyText, statementsOf } from "./policies";
import { covers, type Target } from "./policy-targets";
import { attachedTo, type Resource, type StackView } from "./stack-view";

/** Policies of AWS's for functions, which hold no right to send anything anywhere. */
const EXECUTION_POLICY = /:aws:policy\/(?:service-role\/AWSLambda\w+ExecutionRole|AWSXRayDaemonWriteAccess)$/;

/**
 * Whether a role may do something, by its own policies; conditions are taken as met. A policy that is not to be
 * seen, such as one of AWS's, may allow anything.
 */
export function roleMay(role: Resource, action: string, target: Target): boolean {
  const attached = attachedPolicies(role);
  if (attached.includes(undefined)) return true;
  const texts = [
    ...inlinePolicies(role),
    ...attachedTo(role, "aws_iam_role_policy", "role").map(policyOf),
    ...attached.flatMap((policy) => (policy === undefined ? [] : [policyOf(policy)])),
  ];
  return texts.some((text) => {
    const statements = statementsOf(text);
    // A policy that cannot be read is the business of the rule readable-policies.
    return (
      statements === undefined ||
      statements.some(
        (statement) =>
          statement.effect === "Allow" &&
          hasAction(statement, action) &&
          (statement.allResourcesBut ||
            statement.resources.some((pattern) => covers(pattern, text.owner.stack, target))),
      )
    );
  });
}

/** The managed policies of a role; nothing for one whose text is not to be seen. */
function attachedPolicies(role: Resource): readonly (Resource | undefined)[] {
  const byArn = (stack: StackView, arn: unknown): readonly (Resource | undefined)[] =>
    EXECUTION_POLICY.test(String(arn)) ? [] : [stack.find("aws_iam_policy", arn)];
  const inLists = role.stack
    .everywhere("aws_iam_policy_attachment")
    .filter(({ stack, args }) => listOf(args["roles"]).some((each) => stack.mayMean(each, role)));
  const attachments = [...attachedTo(role, "aws_iam_role_policy_attachment", "role"), ...inLists];
  const exclusive = attachedTo(role, "aws_iam_role_policy_attachments_exclusive", "role_name");
  return [
    ...listOf(role.args["managed_policy_arns"]).flatMap((arn) => byArn(role.stack, arn)),
    ...attachments.flatMap(({ stack, args }) => byArn(stack, args["policy_arn"])),
    ...exclusive.flatMap(({ stack, args }) =>
      listOf(args["policy_arns"]).flatMap((arn) => byArn(stack, arn)),
    ),
  ];
}

function policyOf(owner: Resource): PolicyText {
  return { owner, value: owner.args["policy"] };
}
