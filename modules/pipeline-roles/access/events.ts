import { actions, arn, ownNames, type Place, type ServiceAccess } from "./service-access";

const buses = (place: Place) => [
  arn(place, "events", `event-bus/${ownNames(place)}`),
  // `rule/<bus>/<rule>`: a rule on one of the environment's buses.
  arn(place, "events", `rule/${ownNames(place)}`),
];

/** Event buses with their rules and targets. */
export const EVENTS: ServiceAccess = {
  types: ["aws_cloudwatch_event_bus", "aws_cloudwatch_event_rule", "aws_cloudwatch_event_target"],
  read: (place) => [
    {
      actions: actions("events", [
        "DescribeEventBus",
        "DescribeRule",
        "ListTargetsByRule",
        "ListTagsForResource",
      ]),
      resources: buses(place),
    },
  ],
  write: (place) => [
    {
      actions: actions("events", [
        "CreateEventBus",
        "UpdateEventBus",
        "DeleteEventBus",
        "PutRule",
        "DeleteRule",
        "EnableRule",
        "DisableRule",
        "PutTargets",
        "RemoveTargets",
        "TagResource",
        "UntagResource",
      ]),
      resources: buses(place),
    },
  ],
};
