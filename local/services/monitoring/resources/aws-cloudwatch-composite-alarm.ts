import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, bool, number, text } from "../../../terraform/arguments";
import { INITIAL_STATE, type MonitoringState, NEVER_FIRES } from "../state";

const schema = z.strictObject({
  alarm_name: z.string().min(1).max(255),
  alarm_description: z.string().optional(),
  alarm_rule: z.string(),
  actions_enabled: bool.default(true),
  actions_suppressor: block(
    z.strictObject({ alarm: z.string(), extension_period: number, wait_period: number }),
  ).optional(),
  alarm_actions: z.array(z.string()).default([]),
  ok_actions: z.array(z.string()).default([]),
  insufficient_data_actions: z.array(z.string()).default([]),
  tags: z.record(z.string(), text).optional(),
  tags_all: z.record(z.string(), text).optional(),
});

type Config = z.infer<typeof schema>;

/** aws_cloudwatch_composite_alarm. */
export function compositeAlarmResource(kernel: Kernel, state: MonitoringState): ResourceType<Config> {
  return {
    type: "aws_cloudwatch_composite_alarm",
    arguments: schema,
    inert: {
      alarm_actions: NEVER_FIRES,
      ok_actions: NEVER_FIRES,
      insufficient_data_actions: NEVER_FIRES,
      actions_suppressor: NEVER_FIRES,
    },
    replacedBy: ["alarm_name"],
    apply(config) {
      const name = config.alarm_name;
      const arn = kernel.arn("cloudwatch", `alarm:${name}`);
      state.compositeAlarms.set(name, {
        AlarmName: name,
        AlarmArn: arn,
        AlarmDescription: config.alarm_description,
        AlarmRule: config.alarm_rule,
        ActionsEnabled: config.actions_enabled,
        OKActions: config.ok_actions,
        AlarmActions: config.alarm_actions,
        InsufficientDataActions: config.insufficient_data_actions,
        ActionsSuppressor: config.actions_suppressor?.alarm,
        ...INITIAL_STATE,
      });
      return { id: name, arn };
    },
    remove: ({ alarm_name: name }) => {
      state.compositeAlarms.delete(name);
    },
  };
}
