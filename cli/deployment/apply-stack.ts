import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentValues } from "../environment-values";
import { explainObjections, guardPlan, type Objection } from "../guards/guard-plan";
import { PLAN_JSON } from "../plan-bundle/manifest";
import {
  type ChangeKind,
  changesOf,
  isEmpty,
  kindOf,
  parsePlan,
  type ResourceChange,
  type TerraformPlan,
} from "../terraform/plan-json";
import { Terraform } from "../terraform/terraform";
import { runJob, type TerraformEvent } from "../terraform/terraform-job";
import type { ApplyRecords } from "./apply-records";
import type { Way } from "./check-bundle";
import { LOCK_TIMEOUT, planStack, planText, SAVED_PLAN, TerraformFailure } from "./plan-stack";
import { versionOf } from "./plan-stacks";
import { settle } from "./settle";
import type { StackFolder } from "./stack-folders";
import type { StateStore } from "./state-store";
import { unseenChanges } from "./unseen-changes";

/** Where terraform leaves a state that it cannot store. */
const UNSTORED_STATE = "errored.tfstate";

/** What became of a stack. */
export type ApplyResult =
  | { readonly kind: "applied"; readonly changes: number }
  | { readonly kind: "no changes" }
  | { readonly kind: "applied before" }
  /** It holds changes that nobody has reviewed. */
  | { readonly kind: "waits for approval"; readonly text: string }
  | { readonly kind: "failed"; readonly error: string }
  /** A stack that it depends on was not applied, or the apply was stopped before. */
  | { readonly kind: "not begun" };

/** What applying needs. */
export interface ApplyOptions {
  readonly values: EnvironmentValues;
  readonly environment: NodeJS.ProcessEnv;
  readonly store: StateStore;
  readonly records: ApplyRecords;
  /** Whether changes that were not reviewed may be applied; told the plan as terraform prints it. */
  readonly approve: (stack: string, unseen: readonly ResourceChange[], text: string) => Promise<boolean>;
  readonly told: (stack: string, what: string) => void;
  readonly signal: AbortSignal;
}

/** Applies one initialized stack of a bundle. Whatever goes wrong becomes the result of the stack. */
export async function applyStack(stack: StackFolder, way: Way, options: ApplyOptions): Promise<ApplyResult> {
  if (way === "done") return { kind: "applied before" };
  try {
    const reviewed = readReviewed(stack);
    if (way === "plan again") return await planAgain(stack, reviewed, options);
    if (reviewed === undefined) throw new Error(`the bundle has no plan of ${stack.name}`);
    // What was empty when the plan was made may hold something now.
    const objections = await guardPlan({ stack: stack.name, plan: reviewed, values: options.values });
    return objections.length > 0 ? stopped(objections, options) : await applyPlan(stack, reviewed, options);
  } catch (error) {
    return { kind: "failed", error: error instanceof Error ? error.message : String(error) };
  }
}

function stopped(objections: readonly Objection[], { values }: ApplyOptions): ApplyResult {
  return { kind: "failed", error: explainObjections(values.name, objections) };
}

function readReviewed({ folder }: StackFolder): TerraformPlan | undefined {
  const path = join(folder, PLAN_JSON);
  return existsSync(path) ? parsePlan(readFileSync(path, "utf8")) : undefined;
}

/** Plans now, and applies what holds nothing but what was reviewed or is approved. */
async function planAgain(
  stack: StackFolder,
  reviewed: TerraformPlan | undefined,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const { values, environment, approve, records, told } = options;
  const created = records.created(stack.name);
  told(stack.name, "planning");
  const { plan } = await planStack(stack, options);
  const objections = await guardPlan({ stack: stack.name, plan, values });
  const standing = objections.filter(({ address }) => !isHalfMade(address, created, plan));
  if (standing.length > 0) return stopped(standing, options);
  const unseen = unseenChanges(reviewed, plan);
  if (unseen.length > 0) {
    const text = await planText(stack, environment);
    if (!(await approve(stack.name, unseen, text))) return { kind: "waits for approval", text };
  }
  return applyPlan(stack, plan, options);
}

/** Whether an apply of this bundle was to create a resource and ended half way, so that nothing is in it yet. */
function isHalfMade(address: string, created: readonly string[], now: TerraformPlan): boolean {
  const change = now.resource_changes.find((each) => each.address === address);
  return created.includes(address) && change?.action_reason === "replace_because_tainted";
}

async function applyPlan(
  stack: StackFolder,
  plan: TerraformPlan,
  { environment, store, records, told, signal }: ApplyOptions,
): Promise<ApplyResult> {
  if (signal.aborted) return { kind: "not begun" };
  const changes = changesOf(plan).length;
  const empty = isEmpty(plan);
  if (!empty) {
    await records.started(stack.name, addressesOf(plan, "create"));
    told(stack.name, `applying ${changes} changes`);
    const { exitCode, errors } = await runJob(["apply", LOCK_TIMEOUT, SAVED_PLAN], {
      folder: stack.folder,
      environment,
      signal,
      onEvent: progressOf(stack.name, plan, told),
    });
    if (exitCode !== 0) {
      await rescueState(stack, environment);
      throw new TerraformFailure(errors);
    }
  }
  const touched = [...records.created(stack.name), ...changesOf(plan).map(({ address }) => address)];
  if (touched.length > 0) await settle(stack, touched, environment);
  await records.applied(stack.name, versionOf(await store.state(stack.name)));
  return empty ? { kind: "no changes" } : { kind: "applied", changes };
}

function addressesOf(plan: TerraformPlan, kind: ChangeKind): readonly string[] {
  return changesOf(plan).flatMap((change) => (kindOf(change) === kind ? [change.address] : []));
}

/** Stores what terraform could not: without it, what was just made is unknown to the next run. */
async function rescueState({ folder }: StackFolder, environment: NodeJS.ProcessEnv): Promise<void> {
  if (!existsSync(join(folder, UNSTORED_STATE))) return;
  await new Terraform(folder, environment).run("state", "push", UNSTORED_STATE);
}

/** Tells of each operation that is through; a replacement is two. */
function progressOf(stack: string, plan: TerraformPlan, told: ApplyOptions["told"]) {
  const total = changesOf(plan).reduce((sum, { change }) => sum + change.actions.length, 0);
  let done = 0;
  return ({ type, hook }: TerraformEvent) => {
    if (type !== "apply_complete" || hook === undefined) return;
    done++;
    told(stack, `${done} of ${total}: ${hook.resource.addr}`);
  };
}
