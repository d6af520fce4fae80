import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, blocks, bool, number } from "../../../terraform/arguments";
import { NEVER_SCALES, type ScalableTargets } from "../state";

const targetTracking = z.strictObject({
  target_value: number,
  disable_scale_in: bool.optional(),
  scale_in_cooldown: number.optional(),
  scale_out_cooldown: number.optional(),
  predefined_metric_specification: block(
    z.strictObject({ predefined_metric_type: z.string(), resource_label: z.string().optional() }),
  ).optional(),
});

const stepScaling = z.strictObject({
  adjustment_type: z.string().optional(),
  cooldown: number.optional(),
  metric_aggregation_type: z.string().optional(),
  min_adjustment_magnitude: number.optional(),
  step_adjustment: blocks(
    z.strictObject({
      scaling_adjustment: number,
      metric_interval_lower_bound: number.optional(),
      metric_interval_upper_bound: number.optional(),
    }),
  ),
});

const schema = z.strictObject({
  name: z.string(),
  policy_type: z.enum(["StepScaling", "TargetTrackingScaling"]).default("StepScaling"),
  service_namespace: z.string(),
  resource_id: z.string(),
  scalable_dimension: z.string(),
  target_tracking_scaling_policy_configuration: block(targetTracking).optional(),
  step_scaling_policy_configuration: block(stepScaling).optional(),
});

type Config = z.infer<typeof schema>;

/** aws_appautoscaling_policy. */
export function scalingPolicyResource(kernel: Kernel, targets: ScalableTargets): ResourceType<Config> {
  return {
    type: "aws_appautoscaling_policy",
    arguments: schema,
    inert: {
      target_tracking_scaling_policy_configuration: NEVER_SCALES,
      step_scaling_policy_configuration: NEVER_SCALES,
    },
    replacedBy: ["name", "service_namespace", "resource_id", "scalable_dimension"],
    apply(config, { prior }) {
      const {
        name,
        service_namespace: service,
        resource_id: resource,
        scalable_dimension: dimension,
      } = config;
      if (!targets.has(config)) {
        throw new AwsError(
          "ObjectNotFoundException",
          `No scalable target registered for service namespace: ${service}, resource ID: ${resource}, ` +
            `scalable dimension: ${dimension}`,
        );
      }
      const arn =
        prior?.attributes["arn"] ??
        kernel.arn(
          "autoscaling",
          `scalingPolicy:${kernel.ids.uuid()}:resource/${service}/${resource}:policyName/${name}`,
        );
      return { id: name, arn, alarm_arns: [] };
    },
    // A policy has nothing beyond its attributes.
    remove() {},
  };
}
