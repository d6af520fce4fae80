/** An alarm as DescribeAlarms answers it; of which kind says the list that it is in. */
export interface Alarm {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly [member: string]: unknown;
}

/** The alarms and dashboards of one cloud. Nothing is measured, so an alarm keeps the state that it begins with. */
export interface MonitoringState {
  readonly metricAlarms: Map<string, Alarm>;
  readonly compositeAlarms: Map<string, Alarm>;
  /** Name → body, which is JSON. */
  readonly dashboards: Map<string, string>;
}

/** The state that AWS gives an alarm at its creation. */
export const INITIAL_STATE = {
  StateValue: "INSUFFICIENT_DATA",
  StateReason: "Unchecked: Initial alarm creation",
};

/** Why the actions of an alarm have no effect. */
export const NEVER_FIRES = "no metric is measured here, so no alarm ever changes its state";
