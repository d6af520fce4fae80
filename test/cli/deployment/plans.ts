import type { ResourceChange, TerraformPlan } from "../../../cli/terraform/plan-json";

type Actions = ResourceChange["change"]["actions"];

/** One resource of a plan, as `terraform show -json` tells it. */
export function resource(
  address: string,
  actions: Actions,
  {
    before = null,
    after = null,
    unknown = {},
    ...rest
  }: Partial<ResourceChange> & { before?: unknown; after?: unknown; unknown?: unknown } = {},
): ResourceChange {
  return {
    address,
    mode: "managed",
    type: address.slice(0, address.indexOf(".")),
    change: { actions, before, after, after_unknown: unknown },
    ...rest,
  };
}

/** A plan of these resources. */
export function planOf(...changes: readonly ResourceChange[]): TerraformPlan {
  return { resource_changes: [...changes], resource_drift: [], output_changes: {} };
}
