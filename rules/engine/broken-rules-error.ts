import type { Breach, Rule } from "./rule";

/** A breach that no waiver covers. */
export interface Violation extends Breach {
  readonly rule: Pick<Rule, "id" | "mend">;
}

/** Thrown when synthesized stacks break rules; lists every violation at once. */
export class BrokenRulesError extends Error {
  override readonly name = "BrokenRulesError";

  constructor(readonly violations: readonly Violation[]) {
    const count = violations.length === 1 ? "1 violation" : `${violations.length} violations`;
    const list = violations.map(
      ({ at, detail, rule }) =>
        `  ${at.path} (${at.address})\n    ${rule.id}: ${detail}\n    Mend: ${rule.mend}`,
    );
    super(
      `The stacks were not synthesized, because they break rules (${count}; docs/rules.md says why):\n\n` +
        list.join("\n\n"),
    );
  }
}
