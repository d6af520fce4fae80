import type { IConstruct } from "constructs";

/** Type of the construct metadata that holds a waiver; its data are `{ rule, reason }`. */
export const WAIVER_METADATA = "platform:waiver";

/** A rule that need not hold somewhere, and why. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** For whoever reads the code later. */
  readonly reason: string;
}

/**
 * Lets a construct, and everything in it, break a rule. An empty reason, a rule that does not exist and a
 * waiver that nothing needs fail the synthesis like a broken rule.
 *
 * @param rule - Id of the rule: `public-route`.
 * @param reason - Why that is right here.
 */
export function waive(construct: IConstruct, rule: string, reason: string): void {
  const waiver: Waiver = { rule, reason };
  construct.node.addMetadata(WAIVER_METADATA, waiver);
}
