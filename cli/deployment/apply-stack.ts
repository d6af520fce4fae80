import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentValues } from "../environment-values";
import { explainObjections, guardPlan } from "../guards/guard-plan";
import { PLAN_JSON } from "../plan-bundle/manifest";
import {
  changesOf,
  isEmpty,
  parsePlan,
  type ResourceChange,
  type TerraformPlan,
} from "../terraform/plan-json";
import { runJob, type TerraformEvent } from "../terraform/terraform-job";
import type { ApplyRecords } from "./apply-records";
import type { Way } from "./check-bundle";
import { LOCK_TIMEOUT, planStack, planText, SAVED_PLAN, TerraformFailure } from "./plan-stack";
import { versionOf } from "./plan-stacks";
import type { StackFolder } from "./stack-folders";
import type { StateStore } from "./state-store";
import { unseenChanges } from "./unseen-changes";

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

/** Applies one initialized stack of a bundle. Does not throw for what terraform or a guard finds wrong. */
export async function applyStack(stack: StackFolder, way: Way, options: ApplyOptions): Promise<ApplyResult> {
  if (way === "done") return { kind: "applied before" };
  try {
    const reviewed = readReviewed(stack);
    if (way === "plan again") return await planAgain(stack, reviewed, options);
    if (reviewed === undefined) throw new Error(`the bundle has no plan of ${stack.name}`);
    return await applyPlan(stack, reviewed, options);
  } catch (error) {
    if (!(error instanceof TerraformFailure)) throw error;
    return { kind: "failed", error: error.message };
  }
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
  const { values, environment, approve, told } = options;
  told(stack.name, "planning");
  const { plan } = await planStack(stack, options);
  const objections = await guardPlan({ stack: stack.name, plan, values });
  if (objections.length > 0) return { kind: "failed", error: explainObjections(values.name, objections) };
  const unseen = unseenChanges(reviewed, plan);
  if (unseen.length > 0) {
    const text = await planText(stack, environment);
    if (!(await approve(stack.name, unseen, text))) return { kind: "waits for approval", text };
  }
  return applyPlan(stack, plan, options);
}

async function applyPlan(
  stack: StackFolder,
  plan: TerraformPlan,
  { environment, store, records, told, signal }: ApplyOptions,
): Promise<ApplyResult> {
  const changes = changesOf(plan).length;
  const empty = isEmpty(plan);
  if (!empty) {
    await records.started(stack.name);
    told(stack.name, `applying ${changes} changes`);
    const { exitCode, errors } = await runJob(["apply", LOCK_TIMEOUT, SAVED_PLAN], {
      folder: stack.folder,
      environment,
      signal,
      onEvent: progressOf(stack.name, plan, told),
    });
    if (exitCode !== 0) throw new TerraformFailure(errors);
    await settle(stack, environment);
  }
  await records.applied(stack.name, versionOf(await store.state(stack.name)));
  return empty ? { kind: "no changes" } : { kind: "applied", changes };
}

/**
 * Has the state say what AWS says right after an apply. Without it, the state lacks what resources tell of each other
 * only afterwards, such as a role of the policies that were attached to it, and a look for drift would take that for
 * somebody's change. It changes nothing in the account; should it fail, the apply has succeeded all the same.
 */
export async function settle({ folder }: StackFolder, environment: NodeJS.ProcessEnv): Promise<void> {
  await runJob(["apply", "-refresh-only", "-auto-approve", LOCK_TIMEOUT], { folder, environment });
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
