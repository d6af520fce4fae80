import { listOf, type OneOrMore, type PolicyDocument, type PolicyStatement } from "../kernel/policy";
import { statementsOf } from "./statement";

/** What a policy hangs on: IAM asks different things of each. */
export type PolicyKind =
  /** A policy of the account, to which roles are attached. */
  | "managed"
  /** A policy inside a role. */
  | "inline"
  /** Who may take a role on. */
  | "trust"
  /** A policy of a queue, a topic, a bus or an API. */
  | "resource"
  /** Statements that are still to be merged into a policy. */
  | "fragment";

/**
 * The first rule that a document breaks, in IAM's words. They are those of CreatePolicy, PutRolePolicy and CreateRole;
 * other services check the same and answer with an error of their own.
 */
export function brokenRule(document: PolicyDocument, kind: PolicyKind): string | undefined {
  if (kind === "fragment") return undefined;
  const statements = statementsOf(document);
  if (statements.length === 0) return "Syntax errors in policy. It has no statement.";
  if (kind === "managed" && document.Version !== "2012-10-17") {
    return "Policy document must be version 2012-10-17 or greater.";
  }
  return (
    brokenIdRule(statements, kind) ??
    firstOf(
      statements,
      (statement) =>
        brokenActionRule(statement, kind) ??
        brokenPrincipalRule(statement, kind) ??
        brokenResourceRule(statement, kind),
    )
  );
}

/** A resource's policy may give two statements one name, and put spaces into it. */
function brokenIdRule(statements: readonly PolicyStatement[], kind: PolicyKind): string | undefined {
  if (kind === "resource") return undefined;
  const ids = statements.flatMap(({ Sid }) => Sid || []);
  if (new Set(ids).size < ids.length) return "Statement IDs (SID) in a single policy must be unique.";
  if (kind !== "managed" || ids.every((id) => /^[0-9A-Za-z]*$/.test(id))) return undefined;
  return (
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression " +
    "[0-9A-Za-z]*"
  );
}

function brokenActionRule({ Action, NotAction }: PolicyStatement, kind: PolicyKind): string | undefined {
  const actions = listOf(Action ?? NotAction ?? []);
  if (actions.length === 0) return "Policy statement must contain actions.";
  return firstOf(actions, (action) => {
    if (action === "*") return undefined;
    const [vendor = "", ...rest] = action.split(":");
    if (rest.length === 0) {
      return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
    }
    if (rest.length > 1) return "Actions/Condition can contain only one colon.";
    if (!/^([a-zA-Z0-9.-]+|\*)$/.test(vendor)) return `Vendor ${vendor} is not valid`;
    return kind === "trust" && vendor.toLowerCase() !== "sts"
      ? "AssumeRole policy may only specify STS AssumeRole actions."
      : undefined;
  });
}

function brokenPrincipalRule(statement: PolicyStatement, kind: PolicyKind): string | undefined {
  const named = statement.Principal ?? statement.NotPrincipal;
  if (kind === "managed" || kind === "inline") {
    return named === undefined ? undefined : "Policy document should not specify a principal.";
  }
  if (named !== undefined && Object.values(named).flat().length > 0) return undefined;
  return kind === "trust"
    ? "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!"
    : "Missing required field Principal";
}

function brokenResourceRule(statement: PolicyStatement, kind: PolicyKind): string | undefined {
  const named: OneOrMore<string> | undefined = statement.Resource ?? statement.NotResource;
  if (kind === "trust") return named === undefined ? undefined : "Has prohibited field Resource";
  const resources = listOf(named ?? []);
  if (resources.length === 0) return "Policy statement must contain resources.";
  return firstOf(resources, (resource) => {
    // API Gateway completes what has the service alone.
    if (resource === "*" || (kind === "resource" && resource.startsWith("execute-api:/"))) return undefined;
    const [start, partition = "", ...rest] = resource.split(":");
    if (start === resource) return `Resource ${resource} must be in ARN format or "*".`;
    if (!/^(aws(-[a-z]+)*|\*)$/.test(partition)) {
      const [service = "*", region = "*", account = "*", ...id] = rest;
      const arn = ["arn", partition, service, region, account, id.join(":") || "*"].join(":");
      return `Partition "${partition}" is not valid for resource "${arn}".`;
    }
    return rest.length === 0
      ? "Resource vendor must be fully qualified and cannot contain regexes."
      : undefined;
  });
}

function firstOf<T>(items: readonly T[], problemOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
