import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import { BrokenRulesError, type Violation } from "./broken-rules-error";
import type { Rule, RuleSettings } from "./rule";
import { StackView } from "./stack-view";
import { metadataOf, Waivers } from "./waivers";

/** A stack that was synthesized, and what its environment asks of it. */
export interface SynthesizedStack {
  readonly stack: TerraformStack;
  readonly settings: RuleSettings;
}

/**
 * Holds what was written to the rules: the very JSON that Terraform will read, whoever made the resources.
 * If a rule is broken, takes the stacks away again, so that nobody can plan them.
 *
 * @param outdir - The folder of the app, in which `stacks/<name>/cdk.tf.json` are.
 * @throws BrokenRulesError with every violation in every stack.
 */
export function holdToRules(
  rules: readonly Rule[],
  stacks: readonly SynthesizedStack[],
  outdir: string,
): void {
  const files = stacks.map(({ stack }) => join(outdir, "stacks", stack.node.id, "cdk.tf.json"));
  const views: StackView[] = stacks.map(({ stack, settings }, index) => {
    const json = JSON.parse(readFileSync(files[index] ?? "", "utf8"));
    const neighbours = () =>
      views.filter((view) => view.settings.name === settings.name && view.name !== stack.node.id);
    return new StackView(stack.node.id, json, settings, metadataOf(stack), neighbours);
  });

  const violations = stacks.flatMap(({ stack }, index): readonly Violation[] => {
    const view = views[index];
    if (view === undefined) return [];
    const waivers = new Waivers(stack);
    const broken = rules.flatMap((rule) =>
      [...rule.check(view)]
        .filter((breach) => !waivers.cover(rule, breach))
        .map((breach): Violation => ({ ...breach, rule })),
    );
    return [...broken, ...waivers.violations(rules)];
  });
  if (violations.length === 0) return;

  for (const file of files) rmSync(file);
  throw new BrokenRulesError(violations);
}
