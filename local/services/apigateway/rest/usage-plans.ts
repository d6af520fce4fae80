import { isoTime } from "../../../kernel/clock";
import { type RateLimit, TokenBucket } from "../public/token-bucket";

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
}

/** A stage that a plan opens, with limits of its own for some methods. */
export interface PlanStage {
  readonly apiId: string;
  readonly stage: string;
  /** By `<path>/<METHOD>`. */
  readonly throttles: ReadonlyMap<string, RateLimit>;
}

export interface Quota {
  readonly limit: number;
  /** Requests that count as made in the period in which the plan begins. */
  readonly offset: number;
  readonly period: "DAY" | "WEEK" | "MONTH";
}

export interface UsagePlanSettings {
  readonly stages: readonly PlanStage[];
  readonly throttle?: RateLimit | undefined;
  readonly quota?: Quota | undefined;
}

/** Why an API key does not let a request through. */
export type KeyRefusal = "invalid" | "throttled" | "over quota";

/** Which API keys may call which stages, how fast and how often. */
export class UsagePlans {
  private readonly keys = new Map<string, ApiKey>();
  private readonly keysByValue = new Map<string, ApiKey>();
  private readonly plans = new Map<string, UsagePlan>();

  setKey(key: ApiKey): void {
    this.removeKey(key.id);
    this.keys.set(key.id, key);
    this.keysByValue.set(key.value, key);
  }

  removeKey(id: string): void {
    const key = this.keys.get(id);
    if (key !== undefined) this.keysByValue.delete(key.value);
    this.keys.delete(id);
  }

  key(id: string): ApiKey | undefined {
    return this.keys.get(id);
  }

  /** Creates the plan, or changes its settings and keeps its keys and what they have used. */
  setPlan(id: string, settings: UsagePlanSettings, nowMs: number): void {
    const known = this.plans.get(id);
    if (known === undefined) this.plans.set(id, new UsagePlan(settings, nowMs));
    else known.change(settings);
  }

  removePlan(id: string): void {
    this.plans.delete(id);
  }

  plan(id: string): UsagePlan | undefined {
    return this.plans.get(id);
  }

  /**
   * Counts a request against the key's plan for the stage.
   * @param method - `<path>/<METHOD>`
   */
  use(
    value: string | undefined,
    apiId: string,
    stage: string,
    method: string,
    nowMs: number,
  ): ApiKey | KeyRefusal {
    const key = value === undefined ? undefined : this.keysByValue.get(value);
    if (key?.enabled !== true) return "invalid";
    for (const plan of this.plans.values()) {
      const planStage = plan.keyIds.has(key.id) ? plan.stage(apiId, stage) : undefined;
      if (planStage !== undefined) return plan.use(key.id, planStage, method, nowMs) ?? key;
    }
    return "invalid";
  }
}

/** One plan, and what its keys have used of it. */
export class UsagePlan {
  readonly keyIds = new Set<string>();
  private buckets = new Map<string, TokenBucket>();
  private readonly used = new Map<string, { period: string; count: number }>();

  constructor(
    private settings: UsagePlanSettings,
    private readonly startedAtMs: number,
  ) {}

  change(settings: UsagePlanSettings): void {
    this.settings = settings;
    this.buckets = new Map();
  }

  stage(apiId: string, stage: string): PlanStage | undefined {
    return this.settings.stages.find((one) => one.apiId === apiId && one.stage === stage);
  }

  use(keyId: string, stage: PlanStage, method: string, nowMs: number): KeyRefusal | undefined {
    const own = stage.throttles.get(method);
    const limit = own ?? this.settings.throttle;
    const bucketKey = own === undefined ? keyId : `${keyId} ${stage.apiId} ${stage.stage} ${method}`;
    if (limit !== undefined && !this.bucket(bucketKey, limit, nowMs).take(nowMs)) return "throttled";
    const { quota } = this.settings;
    return quota === undefined || this.count(keyId, quota, nowMs) <= quota.limit ? undefined : "over quota";
  }

  private bucket(key: string, limit: RateLimit, nowMs: number): TokenBucket {
    const bucket = this.buckets.get(key) ?? new TokenBucket(limit, nowMs);
    this.buckets.set(key, bucket);
    return bucket;
  }

  private count(keyId: string, quota: Quota, nowMs: number): number {
    const period = periodOf(quota.period, nowMs);
    const known = this.used.get(keyId);
    const start = period === periodOf(quota.period, this.startedAtMs) ? quota.offset : 0;
    const count = (known?.period === period ? known.count : start) + 1;
    this.used.set(keyId, { period, count });
    return count;
  }
}

const DAY_MS = 86_400_000;

/** The calendar day, week from Sunday on, or month in UTC. */
function periodOf(period: Quota["period"], ms: number): string {
  if (period === "DAY") return isoTime(ms).slice(0, 10);
  if (period === "MONTH") return isoTime(ms).slice(0, 7);
  // The epoch was a Thursday.
  return String(Math.floor((ms / DAY_MS + 4) / 7));
}
