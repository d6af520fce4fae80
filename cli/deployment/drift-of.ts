import { changedArguments } from "../plan-summary/summary";
import type { ChangeKind, ResourceChange, TerraformPlan } from "../terraform/plan-json";

/** A resource that is no longer as it was applied. */
export interface DriftedResource {
  readonly address: string;
  /** `destroy`: it is gone. `change`: its arguments differ. */
  readonly kind: Extract<ChangeKind, "destroy" | "change">;
  /** What differs; values that terraform takes for sensitive are left out. */
  readonly differences: readonly Difference[];
}

/** An argument that differs from what was applied. */
export interface Difference {
  readonly argument: string;
  /** As it was applied; absent when it is sensitive. */
  readonly applied?: unknown;
  /** As it is; absent when it is sensitive. */
  readonly found?: unknown;
}

/** What a refresh-only plan found to be changed by somebody else. */
export function driftOf(plan: TerraformPlan): readonly DriftedResource[] {
  return plan.resource_drift
    .filter(({ mode }) => mode === "managed")
    .map((drift): DriftedResource => {
      const gone = drift.change.actions.includes("delete");
      return {
        address: drift.address,
        kind: gone ? "destroy" : "change",
        differences: gone ? [] : differencesOf(drift),
      };
    })
    .filter(({ kind, differences }) => kind === "destroy" || differences.length > 0);
}

function differencesOf(drift: ResourceChange): readonly Difference[] {
  const { before, after } = drift.change;
  return changedArguments(drift)
    .filter((name) => !isEmpty(argumentOf(before, name)) || !isEmpty(argumentOf(after, name)))
    .map((argument) => difference(drift, argument));
}

/** An argument that was left out, and one that AWS tells to be empty, are the same. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function difference({ change }: ResourceChange, argument: string): Difference {
  const { before, after, before_sensitive: hiddenBefore, after_sensitive: hiddenAfter } = change;
  if (isSensitive(hiddenBefore, argument) || isSensitive(hiddenAfter, argument)) return { argument };
  return { argument, applied: argumentOf(before, argument), found: argumentOf(after, argument) };
}

function argumentOf(object: unknown, name: string): unknown {
  return typeof object === "object" && object !== null
    ? (object as Record<string, unknown>)[name]
    : undefined;
}

/** Whether anything of an argument is sensitive. */
function isSensitive(marks: unknown, name: string): boolean {
  if (marks === true) return true;
  return containsTrue(argumentOf(marks, name));
}

function containsTrue(value: unknown): boolean {
  if (value === true) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(containsTrue);
}
