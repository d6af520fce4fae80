import { defaultQuota, QUOTAS, type Quota, type QuotaId } from "../quotas";
import type { TrafficModel } from "../traffic-model";

/** How far the stated peak, or the number of resources, goes towards a limit. */
export interface Utilisation {
  /** `AWS`: a quota of the account; `stack`: a limit that the stack sets itself. */
  readonly from: "AWS" | "stack";
  /** The quota's id, or the argument that sets the limit. */
  readonly id: QuotaId | "throttling_rate_limit" | "reserved_concurrent_executions" | "maximum_concurrency";
  /** What is limited: a resource's name, or the account. */
  readonly of: string;
  readonly limits: string;
  readonly used: number;
  readonly limit: number;
  readonly unit: string;
  /** How what is used comes about. */
  readonly because: string;
  /** Whether it grows with the peak; else with what is deployed. */
  readonly byPeak: boolean;
  /** What happens beyond the limit. */
  readonly beyond: string;
}

/** How many times what is used fits into the limit. */
export function headroom({ used, limit }: Utilisation): number {
  return used === 0 ? Number.POSITIVE_INFINITY : limit / used;
}

/** What is measured against a quota. */
type Measured = Pick<Utilisation, "of" | "used" | "because" | "byPeak">;

/** A quota of AWS, and what is used of it. */
export function quota(
  model: TrafficModel,
  id: QuotaId,
  measured: Measured,
  limit = limitOf(model, id),
): Utilisation {
  const { limits, unit, beyond }: Quota = QUOTAS[id];
  return { from: "AWS", id, limits, unit, beyond, limit, ...measured };
}

/** What the account has: what its environment's values say, else AWS's default. */
export function limitOf({ values }: TrafficModel, id: QuotaId): number {
  return values.accountQuotas[id] ?? defaultQuota(id, values.region);
}
