import { AwsError, UnsupportedError } from "../kernel/errors";
import type { PolicyDocument } from "../kernel/policy";
import { awsManagedPolicy, awsManagedPolicyNames } from "./aws-managed-policies";

/** A role and what it may do. */
export interface Role {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  /** Such as `AROA…`. */
  readonly id: string;
  readonly createdAtMs: number;
  readonly description: string;
  readonly maxSessionSeconds: number;
  /** Who may take it on. */
  readonly trust: PolicyDocument;
}

/** A policy of the account that roles may be attached to. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly id: string;
  readonly document: PolicyDocument;
}

/** A policy of a role, and where it stands. */
export interface IdentityPolicy {
  /** Such as `inline policy "permissions"`. */
  readonly source: string;
  readonly document: PolicyDocument;
}

interface RoleEntry {
  role: Role;
  readonly inline: Map<string, PolicyDocument>;
  /** ARNs of policies. */
  readonly attached: Set<string>;
}

/** The roles and policies of one cloud: written by IAM, read wherever permissions are checked. */
export class RoleStore {
  /** By name, which is unique in an account. */
  private readonly roles = new Map<string, RoleEntry>();
  private readonly policies = new Map<string, ManagedPolicy>();

  /** Makes a role, or changes it and keeps its policies. */
  putRole(role: Role): void {
    const entry = this.roles.get(role.name);
    if (entry === undefined) this.roles.set(role.name, { role, inline: new Map(), attached: new Set() });
    else entry.role = role;
  }

  deleteRole(name: string): void {
    this.roles.delete(name);
  }

  /** Every role, in the order in which they were made. */
  allRoles(): readonly Role[] {
    return [...this.roles.values()].map(({ role }) => role);
  }

  findRole(name: string): Role | undefined {
    return this.roles.get(name)?.role;
  }

  findRoleByArn(arn: string): Role | undefined {
    const role = this.findRole(arn.slice(arn.lastIndexOf("/") + 1));
    return role?.arn === arn ? role : undefined;
  }

  /** @throws AwsError `NoSuchEntity` when there is no such role */
  inlinePolicies(roleName: string): Map<string, PolicyDocument> {
    return this.entry(roleName).inline;
  }

  /**
   * The ARNs of the policies that a role is attached to.
   * @throws AwsError `NoSuchEntity` when there is no such role
   */
  attachedPolicies(roleName: string): Set<string> {
    return this.entry(roleName).attached;
  }

  /**
   * Attaches a role to a policy of the account or of AWS.
   * @throws AwsError `NoSuchEntity` when there is no such role or policy
   * @throws UnsupportedError for a policy of AWS that is not modelled
   */
  attach(roleName: string, policyArn: string): void {
    this.document(policyArn);
    this.entry(roleName).attached.add(policyArn);
  }

  putPolicy(policy: ManagedPolicy): void {
    this.policies.set(policy.arn, policy);
  }

  deletePolicy(arn: string): void {
    this.policies.delete(arn);
  }

  findPolicy(arn: string): ManagedPolicy | undefined {
    return this.policies.get(arn);
  }

  /** Everything that a role's own policies say; undefined when there is no such role. */
  identityPolicies(roleArn: string): readonly IdentityPolicy[] | undefined {
    const role = this.findRoleByArn(roleArn);
    if (role === undefined) return undefined;
    const { inline, attached } = this.entry(role.name);
    return [
      ...[...inline].map(([name, document]) => ({ source: `inline policy "${name}"`, document })),
      ...[...attached].map((arn) => ({ source: `attached policy ${arn}`, document: this.document(arn) })),
    ];
  }

  private document(policyArn: string): PolicyDocument {
    const document = this.policies.get(policyArn)?.document ?? awsManagedPolicy(policyArn);
    if (document !== undefined) return document;
    if (policyArn.includes(":iam::aws:policy/")) {
      throw new UnsupportedError(
        `the local cloud does not model the AWS managed policy ${policyArn}, only ` +
          `${awsManagedPolicyNames().join(", ")}; write its statements into a policy of your own`,
      );
    }
    throw new AwsError("NoSuchEntity", `Policy ${policyArn} does not exist or is not attachable.`, 404);
  }

  private entry(roleName: string): RoleEntry {
    const entry = this.roles.get(roleName);
    if (entry === undefined) {
      throw new AwsError("NoSuchEntity", `The role with name ${roleName} cannot be found.`, 404);
    }
    return entry;
  }
}
