/** One permission: what may be done, to what, and under which conditions. */
export interface PolicyStatement {
  /** Exact actions, such as `sqs:SendMessage`. */
  readonly actions: readonly string[];
  /** ARNs. */
  readonly resources: readonly string[];
  /** IAM conditions: operator → key → value, or values of which one has to match. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A statement of a role's policy that may also refuse what others allow. */
export interface IdentityStatement extends PolicyStatement {
  /** @defaultValue `Allow` */
  readonly effect?: "Allow" | "Deny";
}

/** Whoever can be given permissions; functions today. */
export interface Grantee {
  /** Adds a statement to the role of this grantee. */
  addStatement(statement: PolicyStatement): void;
}

/** A statement of a resource's own policy: the permission, and to whom it applies. */
export interface ResourceStatement extends PolicyStatement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  /** `*` or an AWS service, such as `events.amazonaws.com`. */
  readonly principal: "*" | { readonly service: string };
}

// One element is written as a string and several as a list, as AWS itself prints policies,
// so that a plan never shows a difference that is none.
const oneOrMany = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 && values[0] !== undefined ? values[0] : values;

function document(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The policy of a role as JSON. */
export function identityPolicy(statements: readonly IdentityStatement[]): string {
  return document(
    statements.map(({ effect = "Allow", actions, resources, conditions }) => ({
      Effect: effect,
      Action: oneOrMany(actions),
      Resource: oneOrMany(resources),
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  );
}

/** The policy of a resource as JSON. */
export function resourcePolicy(statements: readonly ResourceStatement[]): string {
  return document(
    statements.map(({ sid, effect, principal, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: effect,
      Principal: principal === "*" ? "*" : { Service: principal.service },
      Action: oneOrMany(actions),
      Resource: oneOrMany(resources),
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  );
}

/** The trust policy of a role that an AWS service takes on. */
export function assumeRolePolicy(service: string): string {
  return document([{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }]);
}

/** Refuses `action` on the resource, or the resource and what is in it, over anything but TLS. */
export function tlsOnly(action: string, resourceArn: string | readonly string[]): ResourceStatement {
  return {
    sid: "TlsOnly",
    effect: "Deny",
    principal: "*",
    actions: [action],
    resources: typeof resourceArn === "string" ? [resourceArn] : resourceArn,
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  };
}
