import type { ServiceFactory } from "../../kernel/service";
import { describeAlarms } from "./operations/describe-alarms";
import { compositeAlarmResource } from "./resources/aws-cloudwatch-composite-alarm";
import { dashboardResource } from "./resources/aws-cloudwatch-dashboard";
import { metricAlarmResource } from "./resources/aws-cloudwatch-metric-alarm";
import type { MonitoringState } from "./state";

/** CloudWatch alarms and dashboards, as records: nothing is measured. */
export const monitoring: ServiceFactory = (kernel) => {
  const state: MonitoringState = {
    metricAlarms: new Map(),
    compositeAlarms: new Map(),
    dashboards: new Map(),
  };
  return {
    name: "monitoring",
    arnName: "cloudwatch",
    protocol: { kind: "json", target: "GraniteServiceVersion20100801", version: "1.0" },
    operations: [describeAlarms(kernel, state)],
    resources: [
      metricAlarmResource(kernel, state),
      compositeAlarmResource(kernel, state),
      dashboardResource(kernel, state),
    ],
  };
};
