import type { ServiceFactory } from "../../kernel/service";
import { scalingPolicyResource } from "./resources/aws-appautoscaling-policy";
import { scalableTargetResource } from "./resources/aws-appautoscaling-target";
import { ScalableTargets } from "./state";

/** Application Auto Scaling, as records. */
export const applicationAutoscaling: ServiceFactory = (kernel) => {
  const targets = new ScalableTargets();
  return {
    name: "application-autoscaling",
    resources: [scalableTargetResource(kernel, targets), scalingPolicyResource(kernel, targets)],
  };
};
