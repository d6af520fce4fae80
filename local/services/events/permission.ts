import type { PolicyStatement } from "../../kernel/policy";
import type { Bus } from "./bus";
import { invalid } from "./errors";

/** Lets an account, or everybody who meets a condition, put events on a bus, as PutPermission says it. */
export interface Permission {
  readonly Action?: string;
  /** A 12-digit account id or `*`. */
  readonly Principal?: string;
  readonly StatementId?: string;
  readonly Condition?: { readonly Type: string; readonly Key: string; readonly Value: string };
}

/**
 * The statement that a permission becomes in the bus's policy.
 * @throws AwsError `ValidationException`
 */
export function statementOf(bus: Bus, permission: Permission): PolicyStatement {
  const { Action, Principal, StatementId, Condition } = permission;
  if (!StatementId) throw invalid("Parameter StatementId is required.");
  if (Action !== "events:PutEvents") throw invalid("Provided value in parameter 'action' is not supported.");
  if (Principal === undefined || !/^(\d{12}|\*)$/.test(Principal)) {
    throw invalid("Provided value in parameter 'principal' is not valid.");
  }
  return {
    Sid: StatementId,
    Effect: "Allow",
    Principal: Principal === "*" ? "*" : { AWS: `arn:aws:iam::${Principal}:root` },
    Action,
    Resource: bus.arn,
    ...(Condition === undefined
      ? {}
      : { Condition: { [Condition.Type]: { [Condition.Key]: Condition.Value } } }),
  };
}
