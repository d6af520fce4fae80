import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { loadEnvironments } from "../../environments";
import type { SynthesizedStack } from "../../local/terraform/stacks";
import { loadStacks } from "../../local/terraform/stacks";
import { bundleHandlers } from "../../modules/lambda-code";
import { checkRules } from "../../rules";
import { ApisStack, type Release } from "./stacks/apis";
import { EventsStack } from "./stacks/events";
import { FunctionsStack } from "./stacks/functions";
import { MessagesStack } from "./stacks/messages";
import { TablesStack } from "./stacks/tables";

/** The environment of these stacks: opens the name of everything in them. */
export const ENVIRONMENT = "options";

/** One stack per kind of thing; together they use the options of the modules that no stack of the shop uses. */
const STACKS = {
  apis: ApisStack,
  functions: FunctionsStack,
  tables: TablesStack,
  messages: MessagesStack,
  events: EventsStack,
} as const;

export type StackName = keyof typeof STACKS;

/** What to synthesize. */
export interface OptionsApp {
  /** @defaultValue all of them */
  readonly only?: readonly StackName[];
  /**
   * How far the REST API with a canary is.
   * @defaultValue its first definition serves everyone
   */
  readonly release?: Release;
}

/**
 * Writes the stacks as the app command writes those of the shop, held to the same rules.
 * @param outdir - where the stacks go, and the bundles of their handlers
 */
export function synthesizeOptions(outdir: string, { only, release }: OptionsApp = {}): void {
  const dev = loadEnvironments({}).find(({ name }) => name === "dev");
  if (dev === undefined) throw new Error("the environment dev, whose values these stacks take, is gone");
  const environment = { ...dev, name: ENVIRONMENT };
  bundleHandlers({ root: __dirname, outDir: path.join(outdir, "handlers") });

  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, stackTraces: false });
  const settings = { environment, repository: "https://github.com/example/options" };
  const names = only ?? (Object.keys(STACKS) as StackName[]);
  const stacks = names.map((name) => new STACKS[name](app, settings, release));
  app.synth();
  checkRules(
    stacks.map((stack) => ({ stack, settings: environment })),
    outdir,
  );
}

/** Synthesizes stacks for the local cloud, into a folder that is gone after the test file. */
export function optionsStacks(options: OptionsApp): SynthesizedStack[] {
  const outdir = mkdtempSync(path.join(tmpdir(), "options-"));
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));
  synthesizeOptions(outdir, options);
  return loadStacks(outdir, `${ENVIRONMENT}-`);
}
