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
 * A new definition on trial. Everyone else is served by the deployment that the state of each environment has,
 * whatever it holds; where there is none yet, there is nothing to keep, and everyone gets the new definition. Without
 * `canary` again, so does everyone. Keep the routes that the stable deployment still serves until then: a route that
 * is gone takes its permission to call the function along.
 */
export interface CanaryProps {
  /** Share of the requests that get the new definition, in percent, 1 to 99. */
  readonly percent: number;
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
}

/** A stage named like the environment, and the deployment behind it: a new one whenever the definition changes. */
export function addStage(props: StageProps): ApiGatewayStage {
  const { scope, api, apiName, definition, triggers, deployed, throttling, canary } = props;
  const context = EnvironmentContext.of(scope);
  const deploy = (id: string, stays: boolean) =>
    new ApiGatewayDeployment(scope, id, {
      restApiId: api.id,
      triggers: { definition, ...triggers },
      dependsOn: [...deployed],
      lifecycle: {
        // A deployment that a stage still points to cannot be deleted.
        createBeforeDestroy: true,
        // One made anew would be a picture of the definition that is on trial.
        ...(stays ? { ignoreChanges: ["triggers"] } : {}),
      },
    });

  const deployment = deploy("deployment", canary !== undefined);
  const trial = canary === undefined ? undefined : deploy("canary-deployment", false);
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
