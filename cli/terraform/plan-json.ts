import * as z from "zod";

const changeSchema = z.object({
  actions: z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"])),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  importing: z.object({ id: z.string() }).optional(),
});

const resourceChangeSchema = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  /** Marks what is left of a resource that was replaced before it could be destroyed. */
  deposed: z.string().optional(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  change: changeSchema,
  action_reason: z.string().optional(),
});

const planSchema = z.looseObject({
  applyable: z.boolean().optional(),
  resource_changes: z.array(resourceChangeSchema).default([]),
  resource_drift: z.array(resourceChangeSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
});

/** Before and after of one thing, as `terraform show -json` tells it. */
export type Change = z.output<typeof changeSchema>;

/** What a plan does to one resource. */
export type ResourceChange = z.output<typeof resourceChangeSchema>;

/** A plan, as `terraform show -json` tells it. */
export type TerraformPlan = z.output<typeof planSchema>;

/** Reads what `terraform show -json <plan>` printed. */
export function parsePlan(text: string): TerraformPlan {
  return planSchema.parse(JSON.parse(text));
}

/** What a change means to a reader. */
export type ChangeKind = "create" | "change" | "replace" | "destroy" | "forget" | "import" | "move" | "none";

/** The one word for what a plan does to a resource. */
export function kindOf({ change, previous_address }: ResourceChange): ChangeKind {
  const { actions, importing } = change;
  if (actions.includes("delete")) return actions.includes("create") ? "replace" : "destroy";
  if (actions.includes("create")) return "create";
  if (actions.includes("update")) return "change";
  if (actions.includes("forget")) return "forget";
  if (importing !== undefined) return "import";
  return previous_address === undefined ? "none" : "move";
}

/** The managed resources that a plan does something to. */
export function changesOf(plan: TerraformPlan): readonly ResourceChange[] {
  return plan.resource_changes.filter((each) => each.mode === "managed" && kindOf(each) !== "none");
}

/** Names of the outputs that a plan changes, or whose value it cannot tell yet. */
export function changedOutputs(plan: TerraformPlan): readonly string[] {
  return Object.entries(plan.output_changes).flatMap(([name, { actions }]) =>
    actions.every((action) => action === "no-op") ? [] : [name],
  );
}

/** Whether applying a plan would do nothing at all, outputs included. */
export function isEmpty(plan: TerraformPlan): boolean {
  return plan.applyable !== true;
}
