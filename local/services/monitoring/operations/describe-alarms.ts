import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { Alarm, MonitoringState } from "../state";

interface Input {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly AlarmTypes?: readonly string[];
  readonly StateValue?: string;
  readonly [member: string]: unknown;
}

const MODELLED = ["AlarmNames", "AlarmNamePrefix", "AlarmTypes", "StateValue", "MaxRecords"];

/** Lists alarms, all at once and by name; as on AWS, metric alarms alone unless the types say otherwise. */
export function describeAlarms(kernel: Kernel, state: MonitoringState): Operation<Input> {
  return {
    name: "DescribeAlarms",
    traced: false,
    access: () => [{ action: "cloudwatch:DescribeAlarms", resource: kernel.arn("cloudwatch", "alarm:*") }],
    run(input) {
      const unknown = Object.keys(input).find((member) => !MODELLED.includes(member));
      if (unknown !== undefined) {
        throw new AwsError("ValidationError", `the local cloud does not model ${unknown} of DescribeAlarms`);
      }
      const { AlarmNames: names, AlarmNamePrefix: prefix = "", AlarmTypes: types = ["MetricAlarm"] } = input;
      const wanted = ({ AlarmName, StateValue }: Alarm): boolean =>
        (names === undefined || names.includes(AlarmName)) &&
        AlarmName.startsWith(prefix) &&
        (input.StateValue === undefined || input.StateValue === StateValue);
      const list = (type: string, alarms: ReadonlyMap<string, Alarm>): Alarm[] =>
        types.includes(type)
          ? [...alarms.values()].filter(wanted).sort((a, b) => (a.AlarmName < b.AlarmName ? -1 : 1))
          : [];
      return {
        MetricAlarms: list("MetricAlarm", state.metricAlarms),
        CompositeAlarms: list("CompositeAlarm", state.compositeAlarms),
      };
    },
  };
}
