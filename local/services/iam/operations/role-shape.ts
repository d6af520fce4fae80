import type { Role } from "../../../iam/role-store";
import { isoTime } from "../../../kernel/clock";
import type { PolicyDocument } from "../../../kernel/policy";

/** A role as IAM answers it. */
export function roleShape(role: Role): Readonly<Record<string, unknown>> {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: isoTime(role.createdAtMs),
    AssumeRolePolicyDocument: encodedPolicy(role.trust),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

/** IAM answers policies percent-encoded. */
export function encodedPolicy(document: PolicyDocument): string {
  return encodeURIComponent(JSON.stringify(document));
}
