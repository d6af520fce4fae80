import type { Kernel } from "../../../kernel/kernel";
import type { AccessRequest } from "../../../kernel/policy";
import { busName } from "../buses";
import { ruleArn } from "../rule-changes";

/** How most operations name a rule. */
export interface RuleReference {
  readonly Name: string;
  /** Name or ARN; the default bus when absent. */
  readonly EventBusName?: string;
}

/** What IAM is asked about an operation on a rule. */
export function ruleAccess(
  kernel: Kernel,
  action: string,
  name: string,
  bus: string | undefined,
): readonly AccessRequest[] {
  return [{ action, resource: ruleArn(kernel, busName(bus), String(name)) }];
}
