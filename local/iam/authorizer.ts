import type { Clock } from "../kernel/clock";
import type { AccessRequest, Authorizer, PolicyDocument, PolicyStatement } from "../kernel/policy";
import type { Principal } from "../kernel/principal";
import { type FailedCondition, failedCondition } from "./conditions";
import { type ConditionalStatement, explicitDenial, implicitDenial } from "./denial-text";
import { type RequestContext, requestContext } from "./request-context";
import type { IdentityPolicy, RoleStore } from "./role-store";
import {
  concerns,
  hasPolicyVariables,
  matchPrincipal,
  namesResources,
  type PrincipalMatch,
  statementsOf,
} from "./statement";

/** A statement that is about the request, and where it stands. */
interface Candidate {
  readonly statement: PolicyStatement;
  readonly source: string;
  readonly principal: PrincipalMatch;
  /** Which of its conditions does not hold. */
  readonly failed: FailedCondition | undefined;
}

/**
 * Decides as IAM does within one account: an explicit deny wins; else a role is let in by its own policies or by the
 * resource's, a service by the resource's alone. Taking a role on needs the role's trust in any case.
 */
export class PolicyAuthorizer implements Authorizer {
  /** @param clock - for conditions about the time */
  constructor(
    private readonly roles: RoleStore,
    private readonly clock: Pick<Clock, "now">,
  ) {}

  denial(principal: Principal, request: AccessRequest, resourcePolicy?: PolicyDocument): string | undefined {
    if (principal.type === "operator") return undefined;
    const context = requestContext(principal, request, this.clock.now());
    const identity = this.identityCandidates(principal, request, context);
    const resource = resourceCandidates(principal, request, context, resourcePolicy);

    const deny = identity.find(isDeny) ?? resource.find(isDeny);
    if (deny !== undefined) return explicitDenial(principal, request, deny);

    const byResource = resource.filter(isGrant);
    if (byResource.some((candidate) => candidate.principal === "caller")) return undefined;
    const needsTrust = request.action === "sts:AssumeRole" && byResource.length === 0;
    if (identity.some(isGrant) && !needsTrust) return undefined;

    const missed = [...identity, ...resource].flatMap(({ failed, ...candidate }): ConditionalStatement[] =>
      failed === undefined || candidate.statement.Effect === "Deny" ? [] : [{ ...candidate, failed }],
    );
    const known = principal.type !== "role" || this.roles.findRoleByArn(principal.arn) !== undefined;
    return implicitDenial(principal, request, {
      missed,
      known,
      hasResourcePolicy: resourcePolicy !== undefined,
    });
  }

  private identityCandidates(
    principal: Principal,
    request: AccessRequest,
    context: RequestContext,
  ): readonly Candidate[] {
    if (principal.type !== "role") return [];
    const policies: readonly IdentityPolicy[] = this.roles.identityPolicies(principal.arn) ?? [];
    return policies.flatMap(({ source, document }) =>
      // Whatever way it came in: a statement about nothing must not be about everything.
      candidates(document, source, request, context, (statement) =>
        namesResources(statement) ? "caller" : "none",
      ),
    );
  }
}

function resourceCandidates(
  principal: Principal,
  request: AccessRequest,
  context: RequestContext,
  policy: PolicyDocument | undefined,
): readonly Candidate[] {
  if (policy === undefined) return [];
  const source = `the policy of ${request.resource}`;
  return candidates(policy, source, request, context, (statement) => matchPrincipal(statement, principal));
}

/** The statements of a document that are about the request and, in the way that `match` says, about its caller. */
function candidates(
  document: PolicyDocument,
  source: string,
  request: AccessRequest,
  context: RequestContext,
  match: (statement: PolicyStatement) => PrincipalMatch,
): readonly Candidate[] {
  const found: Candidate[] = [];
  const variables = hasPolicyVariables(document);
  for (const statement of statementsOf(document)) {
    if (!concerns(statement, request, context, variables)) continue;
    const principal = match(statement);
    if (principal === "none") continue;
    found.push({
      statement,
      source,
      principal,
      failed: failedCondition(statement.Condition, context, variables),
    });
  }
  return found;
}

function isGrant({ statement, failed }: Candidate): boolean {
  return statement.Effect === "Allow" && failed === undefined;
}

function isDeny({ statement, failed }: Candidate): boolean {
  return statement.Effect === "Deny" && failed === undefined;
}
