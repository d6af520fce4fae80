import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, blocks, bool, number, text } from "../../../terraform/arguments";
import { INITIAL_STATE, type MonitoringState, NEVER_FIRES } from "../state";

const dimensions = z.record(z.string(), text);

const metric = z.strictObject({
  metric_name: z.string(),
  namespace: z.string().optional(),
  period: number,
  stat: z.string(),
  unit: z.string().optional(),
  dimensions: dimensions.optional(),
});

const metricQuery = z.strictObject({
  id: z.string(),
  account_id: z.string().optional(),
  expression: z.string().optional(),
  label: z.string().optional(),
  period: number.optional(),
  return_data: bool.optional(),
  metric: block(metric).optional(),
});

const schema = z.strictObject({
  alarm_name: z.string().min(1).max(255),
  alarm_description: z.string().optional(),
  comparison_operator: z.enum([
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
  ]),
  evaluation_periods: number.pipe(z.int().min(1)),
  datapoints_to_alarm: number.optional(),
  metric_name: z.string().optional(),
  namespace: z.string().optional(),
  period: number.optional(),
  statistic: z.enum(["SampleCount", "Average", "Sum", "Minimum", "Maximum"]).optional(),
  extended_statistic: z.string().optional(),
  threshold: number.optional(),
  threshold_metric_id: z.string().optional(),
  treat_missing_data: z.enum(["missing", "ignore", "breaching", "notBreaching"]).default("missing"),
  evaluate_low_sample_count_percentiles: z.enum(["evaluate", "ignore"]).optional(),
  unit: z.string().optional(),
  dimensions: dimensions.optional(),
  metric_query: blocks(metricQuery),
  actions_enabled: bool.default(true),
  alarm_actions: z.array(z.string()).default([]),
  ok_actions: z.array(z.string()).default([]),
  insufficient_data_actions: z.array(z.string()).default([]),
  tags: z.record(z.string(), text).optional(),
  tags_all: z.record(z.string(), text).optional(),
});

type Config = z.infer<typeof schema>;

/** aws_cloudwatch_metric_alarm. */
export function metricAlarmResource(kernel: Kernel, state: MonitoringState): ResourceType<Config> {
  return {
    type: "aws_cloudwatch_metric_alarm",
    arguments: schema,
    inert: {
      alarm_actions: NEVER_FIRES,
      ok_actions: NEVER_FIRES,
      insufficient_data_actions: NEVER_FIRES,
    },
    replacedBy: ["alarm_name"],
    apply(config) {
      const name = config.alarm_name;
      const arn = kernel.arn("cloudwatch", `alarm:${name}`);
      state.metricAlarms.set(name, {
        AlarmName: name,
        AlarmArn: arn,
        AlarmDescription: config.alarm_description,
        ActionsEnabled: config.actions_enabled,
        OKActions: config.ok_actions,
        AlarmActions: config.alarm_actions,
        InsufficientDataActions: config.insufficient_data_actions,
        ...INITIAL_STATE,
        MetricName: config.metric_name,
        Namespace: config.namespace,
        Statistic: config.statistic,
        ExtendedStatistic: config.extended_statistic,
        Dimensions: dimensionList(config.dimensions),
        Period: config.period,
        Unit: config.unit,
        EvaluationPeriods: config.evaluation_periods,
        DatapointsToAlarm: config.datapoints_to_alarm,
        Threshold: config.threshold,
        ComparisonOperator: config.comparison_operator,
        TreatMissingData: config.treat_missing_data,
        EvaluateLowSampleCountPercentile: config.evaluate_low_sample_count_percentiles,
        ThresholdMetricId: config.threshold_metric_id,
        ...(config.metric_query.length === 0 ? {} : { Metrics: config.metric_query.map(queryShape) }),
      });
      return { id: name, arn };
    },
    remove: ({ alarm_name: name }) => {
      state.metricAlarms.delete(name);
    },
  };
}

function dimensionList(map: Readonly<Record<string, string>> | undefined): readonly unknown[] {
  return Object.entries(map ?? {}).map(([Name, Value]) => ({ Name, Value }));
}

function queryShape(query: z.infer<typeof metricQuery>): Readonly<Record<string, unknown>> {
  const { metric: measured } = query;
  return {
    Id: query.id,
    AccountId: query.account_id,
    Expression: query.expression,
    Label: query.label,
    Period: query.period,
    ReturnData: query.return_data,
    ...(measured === undefined
      ? {}
      : {
          MetricStat: {
            Metric: {
              Namespace: measured.namespace,
              MetricName: measured.metric_name,
              Dimensions: dimensionList(measured.dimensions),
            },
            Period: measured.period,
            Stat: measured.stat,
            Unit: measured.unit,
          },
        }),
  };
}
