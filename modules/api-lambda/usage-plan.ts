import { ApiGatewayApiKey } from "@cdktf/provider-aws/lib/api-gateway-api-key";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { ApiGatewayUsagePlan } from "@cdktf/provider-aws/lib/api-gateway-usage-plan";
import { ApiGatewayUsagePlanKey } from "@cdktf/provider-aws/lib/api-gateway-usage-plan-key";
import type { Construct } from "constructs";
import type { ConfigCheck } from "../config-check";
import type { RestRoute } from "./rest-api";
import type { ThrottlingProps } from "./routes";

/** What callers with a key may use. A key tells callers apart; it is no proof of who they are. */
export interface UsagePlanProps {
  /** Who gets a key, in kebab-case: a key each. */
  readonly keys: readonly string[];
  /** Limits of each key. */
  readonly throttling: ThrottlingProps;
  /** Requests per key and day, 1 to 1 000 000 000. */
  readonly requestsPerDay: number;
}

/** Holds a usage plan to its rules, and routes that want keys to having one. */
export function checkUsagePlan(
  check: ConfigCheck,
  plan: UsagePlanProps | undefined,
  routes: readonly RestRoute[],
): void {
  const keyed = routes.filter((route) => route.apiKeyRequired);
  for (const { method, path } of keyed) {
    check.that(
      plan !== undefined,
      `route ${method} ${path} requires an API key, but there is no usagePlan. Add one, or drop apiKeyRequired.`,
    );
  }
  if (plan === undefined) return;

  check.that(
    keyed.length > 0,
    "usagePlan has no effect: no route has apiKeyRequired. Set it on a route, or drop the plan.",
  );
  check.that(plan.keys.length > 0, "usagePlan.keys is empty; name who gets a key.");
  for (const name of plan.keys) check.kebabCase("a name in usagePlan.keys", name);
  check.that(
    new Set(plan.keys).size === plan.keys.length,
    `usagePlan.keys has a name twice (${plan.keys.join(", ")}); give each caller a name of its own.`,
  );
  check.integer("usagePlan.throttling.rateLimit", plan.throttling.rateLimit, 1, 10_000);
  check.integer("usagePlan.throttling.burstLimit", plan.throttling.burstLimit, 1, 5000);
  check.integer("usagePlan.requestsPerDay", plan.requestsPerDay, 1, 1_000_000_000);
}

/**
 * A usage plan for the stage and a key for each caller.
 * @returns the ids of the keys by who gets them
 */
export function addUsagePlan(
  scope: Construct,
  apiName: string,
  api: ApiGatewayRestApi,
  stage: ApiGatewayStage,
  { keys, throttling, requestsPerDay }: UsagePlanProps,
): ReadonlyMap<string, string> {
  const plan = new ApiGatewayUsagePlan(scope, "usage-plan", {
    name: apiName,
    apiStages: [{ apiId: api.id, stage: stage.stageName }],
    throttleSettings: { rateLimit: throttling.rateLimit, burstLimit: throttling.burstLimit },
    quotaSettings: { limit: requestsPerDay, period: "DAY" },
  });
  const ids = new Map<string, string>();
  for (const name of keys) {
    const key = new ApiGatewayApiKey(scope, `api-key-${name}`, { name: `${apiName}-${name}` });
    new ApiGatewayUsagePlanKey(scope, `usage-plan-key-${name}`, {
      keyId: key.id,
      keyType: "API_KEY",
      usagePlanId: plan.id,
    });
    ids.set(name, key.id);
  }
  return ids;
}
