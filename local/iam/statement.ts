import {
  type AccessRequest,
  listOf,
  type OneOrMore,
  type PolicyDocument,
  type PolicyStatement,
} from "../kernel/policy";
import type { Principal } from "../kernel/principal";
import { type RequestContext, withPolicyVariables } from "./request-context";
import { matchesWildcard } from "./wildcard";

/** How a statement of a resource's policy names the caller. */
export type PrincipalMatch =
  /** It does not. */
  | "none"
  /** The caller itself, or everyone. */
  | "caller"
  /** The caller's account, which thereby may let its roles in by policies of their own. */
  | "account";

/** The statements of a document as a list. */
export function statementsOf(document: PolicyDocument): readonly PolicyStatement[] {
  return listOf(document.Statement);
}

/** Whether the statements of a document may use variables; in older versions `${aws:PrincipalArn}` is that very text. */
export function hasPolicyVariables({ Version }: PolicyDocument): boolean {
  return Version === "2012-10-17";
}

/**
 * Whether a statement is about the action and the resource of a request.
 * @param variables - see `hasPolicyVariables`
 */
export function concerns(
  statement: PolicyStatement,
  request: AccessRequest,
  context: RequestContext,
  variables: boolean,
): boolean {
  return (
    concernsAction(statement, request.action) &&
    concernsResource(statement, request.resource, context, variables)
  );
}

/** Whether a statement says what it is about, as every statement has to outside of trust policies. */
export function namesResources({ Resource, NotResource }: PolicyStatement): boolean {
  return Resource !== undefined || NotResource !== undefined;
}

function concernsAction({ Action, NotAction }: PolicyStatement, action: string): boolean {
  // IAM does not tell cases apart in actions, but does in resources.
  const named = (patterns: OneOrMore<string>): boolean =>
    listOf(patterns).some((pattern) => matchesWildcard(pattern.toLowerCase(), action.toLowerCase()));
  if (Action !== undefined) return named(Action);
  return NotAction !== undefined && !named(NotAction);
}

function concernsResource(
  statement: PolicyStatement,
  resource: string,
  context: RequestContext,
  variables: boolean,
): boolean {
  const named = (patterns: OneOrMore<string>): boolean =>
    listOf(patterns).some((pattern) => {
      const text = variables ? withPolicyVariables(pattern, context) : pattern;
      return text !== undefined && matchesWildcard(text, resource);
    });
  if (statement.Resource !== undefined) return named(statement.Resource);
  // Trust policies have no resource: they are about the role that they belong to.
  return statement.NotResource === undefined || !named(statement.NotResource);
}

/** How a statement of a resource's policy names the caller. */
export function matchPrincipal(statement: PolicyStatement, principal: Principal): PrincipalMatch {
  if (statement.NotPrincipal !== undefined) {
    return namedBy(statement.NotPrincipal, principal) === "none" ? "caller" : "none";
  }
  return statement.Principal === undefined ? "none" : namedBy(statement.Principal, principal);
}

function namedBy(named: NonNullable<PolicyStatement["Principal"]>, principal: Principal): PrincipalMatch {
  if (named === "*") return "caller";
  const arns = listOf(named["AWS"] ?? []);
  if (arns.includes("*")) return "caller";
  if (principal.type === "service") {
    return listOf(named["Service"] ?? []).includes(principal.name) ? "caller" : "none";
  }
  if (principal.type !== "role") return "none";
  const [, partition, , , account] = principal.arn.split(":");
  const session = sessionArn(principal);
  if (arns.includes(principal.arn) || arns.includes(session)) return "caller";
  return arns.includes(account ?? "") || arns.includes(`arn:${partition}:iam::${account}:root`)
    ? "account"
    : "none";
}

/** The ARN under which a role's session appears, as `GetCallerIdentity` answers it. */
export function sessionArn(principal: Principal & { type: "role" }): string {
  const [arn, partition, , region, account, resource] = principal.arn.split(":");
  const roleName = resource?.split("/").at(-1);
  return [arn, partition, "sts", region, account, `assumed-role/${roleName}/${principal.session}`].join(":");
}
