import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ask, canAsk } from "../approval";
import { ApplyRecords } from "../deployment/apply-records";
import type { ApplyOptions, ApplyResult } from "../deployment/apply-stack";
import { applyStacks } from "../deployment/apply-stacks";
import { checkSource, waysOf } from "../deployment/check-bundle";
import { initialize, type StackFolder } from "../deployment/stack-folders";
import { StateStore } from "../deployment/state-store";
import { terraformEnvironment } from "../deployment/terraform-environment";
import { readEnvironmentValues } from "../environment-values";
import { NEEDS_APPROVAL } from "../exit-codes";
import { type OpenBundle, openBundle } from "../plan-bundle/open-bundle";
import { sourceTree } from "../plan-bundle/source-tree";
import { startProgress } from "../progress";
import { stopSignal } from "../stop-signal";
import { terminalTable } from "../table";
import { requireAccount } from "../terraform/account-guard";
import { requireTerraform } from "../terraform/require-terraform";

/** What `apply` is asked to do. */
export interface ApplyCommandOptions {
  /** Path of the bundle. */
  readonly bundle: string;
  /** The digest that was reviewed; absent to take the bundle for what it is. */
  readonly digest: string | undefined;
  /** Whether to apply what could not be planned, and so not be reviewed, before. */
  readonly approveUnseen: boolean;
  readonly json: boolean;
}

/**
 * Applies a plan bundle.
 * @param root - the folder of the project
 * @returns the exit code: 0 when everything is applied, 4 when something waits for approval, else 1
 * @throws CliError when the bundle must not be applied, for its content, the sources, the account or a moved state;
 * nothing was touched then
 */
export async function apply(root: string, options: ApplyCommandOptions): Promise<number> {
  await requireTerraform();
  const parent = join(root, "build", "apply");
  mkdirSync(parent, { recursive: true });
  const workdir = mkdtempSync(join(parent, "bundle-"));
  // What failed may have left a state that could not be stored.
  let keep = false;
  try {
    const bundle = await openBundle(options.bundle, workdir, options.digest);
    checkSource(bundle.manifest, await sourceTree(root));
    keep = true;
    const results = await applyBundle(root, bundle, options);
    process.stdout.write(options.json ? `${json(bundle, results)}\n` : report(results));
    const code = exitCode(results);
    keep = code === 1;
    return code;
  } finally {
    if (!keep) rmSync(workdir, { recursive: true, force: true });
    else process.stderr.write(`What terraform left is kept in ${workdir}\n`);
  }
}

async function applyBundle(
  root: string,
  { folder, manifest, digest }: OpenBundle,
  { approveUnseen }: ApplyCommandOptions,
): Promise<ReadonlyMap<string, ApplyResult>> {
  const values = readEnvironmentValues(folder, manifest.environment);
  const by = await requireAccount(values);
  const store = new StateStore(values);
  const stop = stopSignal("Stopping: what is under way is finished, nothing else is begun.");
  const told = startProgress();
  try {
    const { commit, environment: name } = manifest;
    const records = new ApplyRecords(store, { environment: name, digest, commit }, by);
    const ways = await waysOf(manifest, store, records);
    const stacks = manifest.stacks.map(
      (stack): StackFolder => ({ ...stack, folder: join(folder, "stacks", stack.name), reads: new Map() }),
    );
    const environment = terraformEnvironment(root);
    const open = stacks.filter((stack) => ways.get(stack.name) !== "done");
    await initialize(open, environment, (stack) => told(stack, "initializing"));
    const approve = approveUnseen ? async () => true : approval(stop.signal);
    return await applyStacks(stacks, ways, {
      values,
      environment,
      store,
      records,
      approve,
      told,
      signal: stop.signal,
    });
  } finally {
    stop.release();
    store.close();
  }
}

/** Asks whoever sits at the terminal, one question at a time; without a terminal nobody approves. */
function approval(signal: AbortSignal): ApplyOptions["approve"] {
  if (!canAsk()) return async () => false;
  let asked: Promise<unknown> = Promise.resolve();
  return (stack, unseen, text) => {
    const question = `\n${text}\n${stack}: nobody has reviewed ${unseen.length} of these changes. Type "${stack}" to apply them: `;
    const answer = asked.then(() => ask(question, stack, signal));
    asked = answer;
    return answer;
  };
}

function exitCode(results: ReadonlyMap<string, ApplyResult>): number {
  const kinds = [...results.values()].map(({ kind }) => kind);
  if (kinds.includes("failed")) return 1;
  if (kinds.includes("waits for approval")) return NEEDS_APPROVAL;
  return kinds.includes("not begun") ? 1 : 0;
}

function json({ digest, manifest }: OpenBundle, results: ReadonlyMap<string, ApplyResult>): string {
  const stacks = [...results].map(([name, result]) => ({ name, ...result }));
  return JSON.stringify({ environment: manifest.environment, commit: manifest.commit, digest, stacks });
}

function report(results: ReadonlyMap<string, ApplyResult>): string {
  const table = terminalTable(["stack", "result"]);
  const texts: string[] = [];
  for (const [stack, result] of results) {
    const changes = result.kind === "applied" ? `, ${result.changes} changes` : "";
    table.push([stack, `${result.kind}${changes}`]);
    if (result.kind === "failed") texts.push(`${stack} failed:\n\n${result.error}`);
    if (result.kind === "waits for approval")
      texts.push(`${stack} could not be reviewed before:\n\n${result.text}`);
  }
  const code = exitCode(results);
  if (code === NEEDS_APPROVAL) {
    texts.push(
      "Apply the bundle again with --approve-unseen, or at a terminal, to go on with these changes.",
    );
  } else if (code !== 0) {
    texts.push(
      "What was applied stays. Mend the cause and apply the same bundle again: it goes on where it ended.",
    );
  }
  return [table.toString(), ...texts, ""].join("\n\n").trimEnd().concat("\n");
}
