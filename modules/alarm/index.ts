import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import { EnvironmentContext } from "../environment-context";

/** What an alarm watches and when it speaks. */
export interface AlarmProps {
  /** Physical name of the alarm. */
  readonly name: string;
  /** What it means and what to do, for whoever is woken by it. */
  readonly description: string;
  /** CloudWatch namespace, such as `AWS/SQS`. */
  readonly namespace: string;
  /** Name of the metric in it. */
  readonly metric: string;
  /** Which series of the metric. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** How the values of a period become one. */
  readonly statistic: "Maximum" | "Sum";
  /**
   * The alarm speaks above this value.
   * @defaultValue 0
   */
  readonly above?: number;
  /**
   * Length of a period in seconds.
   * @defaultValue 60
   */
  readonly periodSeconds?: number;
}

/** Raises an alarm to the environment's alarm topic; where the environment has alarms off, does nothing. */
export function addAlarm(scope: Construct, id: string, props: AlarmProps): void {
  const { alarms } = EnvironmentContext.of(scope);
  if (!alarms.enabled || alarms.topicArn === undefined) return;

  const { above = 0, periodSeconds = 60 } = props;
  new CloudwatchMetricAlarm(scope, id, {
    alarmName: props.name,
    alarmDescription: props.description,
    namespace: props.namespace,
    metricName: props.metric,
    dimensions: { ...props.dimensions },
    statistic: props.statistic,
    comparisonOperator: "GreaterThanThreshold",
    threshold: above,
    period: periodSeconds,
    evaluationPeriods: 1,
    // These metrics have no data points while nothing happens; silence is health here.
    treatMissingData: "notBreaching",
    alarmActions: [alarms.topicArn],
    okActions: [alarms.topicArn],
  });
}
