import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  App,
  TerraformDataSource,
  type TerraformElement,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { BrokenRulesError } from "../../rules/engine/broken-rules-error";
import { holdToRules } from "../../rules/engine/hold-to-rules";
import type { Rule, RuleSettings } from "../../rules/engine/rule";

/** Resources written by hand: type → construct id → arguments. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** An environment that asks for everything. */
export const SETTINGS: RuleSettings = {
  name: "test",
  alarms: true,
  tracingShare: 1,
  deletionProtection: true,
  pointInTimeRecovery: true,
  accountQuotas: {},
};

class Provider extends TerraformProvider {}

/** What a test puts into a stack. */
export interface Content {
  readonly resources: Resources;
  readonly data?: Resources;
  /** Default tags of the provider. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Anything else, by CDKTF's own means. */
  readonly build?: (stack: TerraformStack) => void;
}

/** How the check of an app ended. */
export interface Outcome {
  /** Nothing when every rule is kept. */
  readonly error: BrokenRulesError | undefined;
  /** `<construct path>: <detail>`, per violation. */
  readonly violations: readonly string[];
  /** Names of the stacks that were left on disk. */
  readonly written: readonly string[];
}

/** Synthesizes stacks with a real app and holds them to the rules. */
export function check(
  rules: readonly Rule[],
  stacks: Readonly<Record<string, Content>>,
  settings: RuleSettings = SETTINGS,
): Outcome {
  const outdir = mkdtempSync(join(tmpdir(), "rules-"));
  try {
    const app = new App({ outdir, stackTraces: false, skipValidation: true });
    const made = Object.entries(stacks).map(([name, content]) => makeStack(app, name, content));
    app.synth();
    const error = brokenBy(() =>
      holdToRules(
        rules,
        made.map((stack) => ({ stack, settings })),
        outdir,
      ),
    );
    return {
      error,
      violations: error?.violations.map(({ at, detail }) => `${at.path}: ${detail}`) ?? [],
      written: Object.keys(stacks).filter((name) => existsSync(join(outdir, "stacks", name, "cdk.tf.json"))),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function brokenBy(hold: () => void): BrokenRulesError | undefined {
  try {
    hold();
  } catch (error) {
    if (error instanceof BrokenRulesError) return error;
    throw error;
  }
  return undefined;
}

function makeStack(app: App, name: string, { resources, data = {}, tags, build }: Content): TerraformStack {
  const stack = new TerraformStack(app, name);
  if (tags !== undefined) {
    const provider = new Provider(stack, "aws", { terraformResourceType: "aws" });
    write(provider, { default_tags: [{ tags }] });
  }
  each(resources, (terraformResourceType, id, args) =>
    write(new TerraformResource(stack, id, { terraformResourceType }), args),
  );
  each(data, (terraformResourceType, id, args) =>
    write(new TerraformDataSource(stack, id, { terraformResourceType }), args),
  );
  build?.(stack);
  return stack;
}

function each(
  resources: Resources,
  add: (type: string, id: string, args: Readonly<Record<string, unknown>>) => void,
): void {
  for (const [type, byId] of Object.entries(resources)) {
    for (const [id, args] of Object.entries(byId)) add(type, id, args);
  }
}

function write(element: TerraformElement, args: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(args)) element.addOverride(name, value);
}
