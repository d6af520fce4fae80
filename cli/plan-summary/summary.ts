import type { CostNote } from "../cost/cost-note";
import type { Objection } from "../guards/guard-plan";
import { heldBy } from "../guards/stateful-guard";
import {
  type ChangeKind,
  changesOf,
  kindOf,
  type ResourceChange,
  type TerraformPlan,
} from "../terraform/plan-json";

/** What a plan does to one resource. */
export interface SummarizedChange {
  readonly address: string;
  readonly kind: ChangeKind;
  /** Names of the arguments that change; empty unless the resource is there before and after. */
  readonly changes: readonly string[];
  /** What it holds, if it would be destroyed or replaced. */
  readonly holds?: string;
  /** Where it was before. */
  readonly from?: string;
}

/** What happens to one stack. */
export interface StackSummary {
  readonly name: string;
  /** Stacks that have to be applied before this one can be planned. */
  readonly knownAfter: readonly string[];
  readonly counts: Readonly<Record<"create" | "change" | "replace" | "destroy", number>>;
  /** The dangerous ones first. */
  readonly changes: readonly SummarizedChange[];
  /** The plan as terraform prints it; absent when the stack could not be planned or nothing changes. */
  readonly text?: string;
}

/** What a plan of an environment would do. */
export interface Summary {
  readonly environment: string;
  readonly commit: string;
  readonly dirty: boolean;
  /** The dangerous ones first. */
  readonly stacks: readonly StackSummary[];
  readonly objections: readonly Objection[];
  /** What the environment costs now and after, and what it would run into first. */
  readonly cost: CostNote;
  /** What to know besides. */
  readonly notes: readonly string[];
}

const DANGER: readonly ChangeKind[] = [
  "destroy",
  "replace",
  "forget",
  "import",
  "change",
  "move",
  "create",
  "none",
];

/** Sums up the plan of one stack. */
export function summarizeStack(name: string, plan: TerraformPlan, text: string): StackSummary {
  const changes = changesOf(plan);
  const count = (kind: ChangeKind) => changes.filter((change) => kindOf(change) === kind).length;
  return {
    name,
    knownAfter: [],
    counts: {
      create: count("create"),
      change: count("change"),
      replace: count("replace"),
      destroy: count("destroy"),
    },
    changes: changes.map(summarizeChange).sort(byDanger),
    ...(changes.length === 0 ? {} : { text }),
  };
}

/** Sums up a stack that cannot be planned before others are applied. */
export function summarizeUnknown(name: string, knownAfter: readonly string[]): StackSummary {
  return { name, knownAfter, counts: { create: 0, change: 0, replace: 0, destroy: 0 }, changes: [] };
}

/** Stacks with the most dangerous change first, those that are not known yet last. */
export function sortStacks(stacks: readonly StackSummary[]): readonly StackSummary[] {
  const danger = ({ changes }: StackSummary) => DANGER.indexOf(changes[0]?.kind ?? "none");
  const unknown = ({ knownAfter }: StackSummary) => Number(knownAfter.length > 0);
  return [...stacks].sort((a, b) => unknown(a) - unknown(b) || danger(a) - danger(b));
}

function summarizeChange(change: ResourceChange): SummarizedChange {
  const kind = kindOf(change);
  const held = kind === "destroy" || kind === "replace" ? heldBy(change) : undefined;
  return {
    address: change.address,
    kind,
    changes: kind === "change" || kind === "replace" ? changedArguments(change) : [],
    ...(held === undefined ? {} : { holds: held }),
    ...(change.previous_address === undefined ? {} : { from: change.previous_address }),
  };
}

/** Names of the arguments that differ or are not known yet. */
export function changedArguments({ change }: ResourceChange): readonly string[] {
  const before = asObject(change.before);
  const after = asObject(change.after);
  const unknown = asObject(change.after_unknown);
  const names = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)]);
  return [...names]
    .filter((name) => {
      const isKnown = unknown[name] === undefined || unknown[name] === false || isAllKnown(unknown[name]);
      return !isKnown || JSON.stringify(before[name]) !== JSON.stringify(after[name]);
    })
    .sort();
}

function isAllKnown(unknown: unknown): boolean {
  if (typeof unknown !== "object" || unknown === null) return unknown !== true;
  return Object.values(unknown).every(isAllKnown);
}

function byDanger(a: SummarizedChange, b: SummarizedChange): number {
  return DANGER.indexOf(a.kind) - DANGER.indexOf(b.kind) || a.address.localeCompare(b.address);
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
