import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, bool, number, text } from "../../../terraform/arguments";
import { NEVER_SCALES, type ScalableTargets } from "../state";

const schema = z
  .strictObject({
    service_namespace: z.string(),
    resource_id: z.string(),
    scalable_dimension: z.string(),
    min_capacity: number.pipe(z.int().min(0)),
    max_capacity: number.pipe(z.int().min(0)),
    role_arn: z.string().optional(),
    suspended_state: block(
      z
        .strictObject({
          dynamic_scaling_in_suspended: bool,
          dynamic_scaling_out_suspended: bool,
          scheduled_scaling_suspended: bool,
        })
        .partial(),
    ).optional(),
    tags: z.record(z.string(), text).optional(),
    tags_all: z.record(z.string(), text).optional(),
  })
  .refine(({ min_capacity: least, max_capacity: most }) => least <= most, {
    message: "Maximum capacity cannot be less than minimum capacity",
  });

type Config = z.infer<typeof schema>;

/** aws_appautoscaling_target. */
export function scalableTargetResource(kernel: Kernel, targets: ScalableTargets): ResourceType<Config> {
  return {
    type: "aws_appautoscaling_target",
    arguments: schema,
    inert: {
      min_capacity: NEVER_SCALES,
      max_capacity: NEVER_SCALES,
      suspended_state: NEVER_SCALES,
      role_arn: NEVER_SCALES,
    },
    replacedBy: ["service_namespace", "resource_id", "scalable_dimension"],
    apply(config, { prior }) {
      targets.register(config);
      const arn =
        prior?.attributes["arn"] ??
        kernel.arn("application-autoscaling", `scalable-target/${kernel.ids.text(40)}`);
      return { id: config.resource_id, arn, role_arn: config.role_arn ?? "" };
    },
    remove: (config) => targets.deregister(config),
  };
}
