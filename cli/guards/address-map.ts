import { kindOf, type ResourceChange, type TerraformPlan } from "../terraform/plan-json";

/** A resource that a plan would destroy at one address and create at another. */
export interface ChangedAddress {
  readonly from: string;
  readonly to: string;
}

/** Arguments that say which thing of AWS a resource is, as against what it is like. */
const IDENTITY =
  /(^|_)name$|^(bucket|role|rule|queue_url|policy_arn|api_id|rest_api_id|user_pool_id|target_id|statement_id|http_method|path_part|route_key|status_code|response_type)$/;

/**
 * Finds what a plan destroys because its address is gone while the same thing is created at another address: a construct
 * that was renamed or moved. With a `moved` entry Terraform would keep it.
 */
export function changedAddresses(plan: TerraformPlan): readonly ChangedAddress[] {
  const gone = plan.resource_changes.filter((each) => each.mode === "managed" && kindOf(each) === "destroy");
  const created = plan.resource_changes.filter(
    (each) => each.mode === "managed" && kindOf(each) === "create",
  );
  const free = new Set(created);
  return gone.flatMap((from) => {
    const to = [...free].find((each) => each.type === from.type && isSameThing(from, each));
    if (to === undefined) return [];
    free.delete(to);
    return [{ from: from.address, to: to.address }];
  });
}

function isSameThing(from: ResourceChange, to: ResourceChange): boolean {
  const before = (from.change.before ?? {}) as Record<string, unknown>;
  const after = (to.change.after ?? {}) as Record<string, unknown>;
  const scalars = Object.keys(after).filter((key) => isScalar(after[key]));
  const identity = scalars.filter((key) => IDENTITY.test(key));
  const compared = identity.length > 0 ? identity : scalars;
  return compared.length > 0 && compared.every((key) => before[key] === after[key]);
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}
