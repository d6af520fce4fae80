import type { IConstruct } from "constructs";
import { WAIVER_METADATA, type Waiver } from "../waiver";
import type { Violation } from "./broken-rules-error";
import type { Breach, Rule } from "./rule";
import type { ConstructMetadata } from "./stack-view";

/** What waivers themselves are held to; not a rule of AWS's, and not to be waived. */
export const WAIVER_RULE = {
  id: "waiver",
  mend: "Waive an existing rule, where something breaks it, with a reason; or remove the waiver.",
};

interface PlacedWaiver extends Waiver {
  readonly path: string;
  used: boolean;
}

/** The waivers of a stack, which take note of being used. */
export class Waivers {
  private readonly waivers: readonly PlacedWaiver[];

  constructor(stack: IConstruct) {
    this.waivers = stack.node
      .findAll()
      .flatMap(({ node }) =>
        node.metadata
          .filter(({ type }) => type === WAIVER_METADATA)
          .map(({ data }) => ({ ...(data as Waiver), path: node.path, used: false })),
      );
  }

  /** Whether the place, or something around it, may break the rule. */
  cover(rule: Rule, { at }: Breach): boolean {
    const waiver = this.waivers.findLast(
      (each) => each.rule === rule.id && (at.path === each.path || at.path.startsWith(`${each.path}/`)),
    );
    if (waiver !== undefined) waiver.used = true;
    return waiver !== undefined;
  }

  /** What is wrong with the waivers, after every breach was looked at. */
  violations(rules: readonly Rule[]): readonly Violation[] {
    return this.waivers.flatMap(({ rule, reason, path, used }) => {
      const at = { path, address: "a waiver" };
      const of = (detail: string): Violation => ({ rule: WAIVER_RULE, at, detail });
      if (!rules.some(({ id }) => id === rule)) return [of(`waives "${rule}", which is no rule.`)];
      return [
        ...(reason.trim() === "" ? [of(`waives ${rule} without a reason.`)] : []),
        ...(used ? [] : [of(`waives ${rule}, which nothing breaks here.`)]),
      ];
    });
  }
}

/** The metadata of the constructs of a stack that have any. */
export function metadataOf(stack: IConstruct): ConstructMetadata {
  return new Map(
    stack.node
      .findAll()
      .filter(({ node }) => node.metadata.length > 0)
      .map(({ node }) => [
        node.path,
        Object.fromEntries(node.metadata.map(({ type, data }) => [type, data])),
      ]),
  );
}
