import type { Kernel } from "../../../kernel/kernel";
import type { Principal } from "../../../kernel/principal";

/** EventBridge itself, acting for a rule. */
export function asRule(kernel: Kernel, ruleArn: string): Principal {
  return {
    type: "service",
    name: "events.amazonaws.com",
    sourceArn: ruleArn,
    sourceAccount: kernel.accountId,
  };
}
