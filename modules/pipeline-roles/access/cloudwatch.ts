import { actions, arn, ownNames, type Place, type ServiceAccess } from "./service-access";

const alarms = (place: Place) => [arn(place, "cloudwatch", `alarm:${ownNames(place)}`)];

/** Alarms. */
export const CLOUDWATCH: ServiceAccess = {
  types: ["aws_cloudwatch_metric_alarm"],
  read: (place) => [
    { actions: ["cloudwatch:ListTagsForResource"], resources: alarms(place) },
    // Asked for by name, and yet a list of alarms to IAM.
    { actions: ["cloudwatch:DescribeAlarms"], resources: [arn(place, "cloudwatch", "alarm:*")] },
  ],
  write: (place) => [
    {
      actions: actions("cloudwatch", ["PutMetricAlarm", "DeleteAlarms", "TagResource", "UntagResource"]),
      resources: alarms(place),
    },
  ],
};
