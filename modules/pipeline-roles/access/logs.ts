import { actions, arn, ownNames, type Place, type ServiceAccess } from "./service-access";

const groups = (place: Place) =>
  ["/aws/lambda/", "/aws/apigateway/"].map((prefix) =>
    arn(place, "logs", `log-group:${prefix}${ownNames(place)}`),
  );

/** Log groups; not what was logged. */
export const LOGS: ServiceAccess = {
  types: ["aws_cloudwatch_log_group"],
  read: (place) => [
    { actions: ["logs:ListTagsForResource"], resources: groups(place) },
    // Asked for by prefix, and so a list of log groups to IAM.
    { actions: ["logs:DescribeLogGroups"], resources: [arn(place, "logs", "log-group:*")] },
  ],
  write: (place) => [
    {
      actions: actions("logs", [
        "CreateLogGroup",
        "DeleteLogGroup",
        "PutRetentionPolicy",
        "DeleteRetentionPolicy",
        "TagResource",
        "UntagResource",
      ]),
      resources: groups(place),
    },
  ],
};
