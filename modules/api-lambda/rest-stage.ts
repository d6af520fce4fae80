import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";
import { accessLog } from "./access-log";
import type { ThrottlingProps } from "./routes";
import { addServerErrorsAlarm } from "./server-errors-alarm";

/**
 * A new definition on trial. Without it again, the new definition serves everyone. Keep the routes that the stable
 * definition still serves until then: a route that is gone takes its permission to call the function along.
 */
export interface CanaryProps {
  /** Share of the requests that get the new definition, in percent, 1 to 99. */
  readonly percent: number;
  /** `definition` of the API that serves the others, as the state has it: its deployment stays as it is. */
  readonly stableDefinition: string;
}

interface StageProps {
  readonly scope: Construct;
  readonly api: ApiGatewayRestApi;
  readonly apiName: string;
  readonly definition: string;
  /** What else makes a new deployment necessary, known to Terraform alone. */
  readonly triggers: Readonly<Record<string, string>>;
  /** What a deployment takes its picture of. */
  readonly deployed: readonly ITerraformDependable[];
  readonly throttling: ThrottlingProps;
  readonly canary: CanaryProps | undefined;
}

/** Holds a canary to its rules. */
export function checkCanary(check: ConfigCheck, canary: CanaryProps | undefined): void {
  if (canary === undefined) return;
  check.integer(
    "canary.percent",
    canary.percent,
    1,
    99,
    "Leave canary out to send everyone to the new definition.",
  );
  check.that(
    /^[0-9a-f]{16}$/.test(canary.stableDefinition),
    `canary.stableDefinition is "${canary.stableDefinition}"; it must be the 16 hex digits of the definition that ` +
      "serves now: triggers.definition of the deployment in the state.",
  );
}

/** A stage named like the environment, and the deployment behind it: a new one whenever the definition changes. */
export function addStage(props: StageProps): ApiGatewayStage {
  const { scope, api, apiName, definition, triggers, deployed, throttling, canary } = props;
  const context = EnvironmentContext.of(scope);
  const deploy = (id: string, of: string) =>
    new ApiGatewayDeployment(scope, id, {
      restApiId: api.id,
      triggers: { definition: of, ...triggers },
      dependsOn: [...deployed],
      // A deployment that a stage still points to cannot be deleted.
      lifecycle: { createBeforeDestroy: true },
    });

  const deployment = deploy("deployment", canary?.stableDefinition ?? definition);
  const trial = canary === undefined ? undefined : deploy("canary-deployment", definition);
  const stage = new ApiGatewayStage(scope, "stage", {
    restApiId: api.id,
    deploymentId: deployment.id,
    stageName: context.environment,
    xrayTracingEnabled: context.tracing,
    accessLogSettings: accessLog(scope, apiName, "REST"),
    ...(canary === undefined || trial === undefined
      ? {}
      : { canarySettings: { deploymentId: trial.id, percentTraffic: canary.percent, useStageCache: false } }),
  });
  new ApiGatewayMethodSettings(scope, "method-settings", {
    restApiId: api.id,
    stageName: stage.stageName,
    methodPath: "*/*",
    settings: {
      throttlingRateLimit: throttling.rateLimit,
      throttlingBurstLimit: throttling.burstLimit,
      metricsEnabled: true,
      // Execution logs hold whole requests; the access log says enough.
      loggingLevel: "OFF",
      dataTraceEnabled: false,
    },
  });
  addServerErrorsAlarm(scope, apiName, { metric: "5XXError", dimensions: { ApiName: apiName } });
  return stage;
}
