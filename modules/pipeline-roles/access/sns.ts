import { actions, arn, ownNames, type Place, type ServiceAccess } from "./service-access";

const topics = (place: Place) => [arn(place, "sns", ownNames(place))];

/** Topics and subscriptions; not publishing. IAM knows no ARN for the actions on a subscription. */
export const SNS: ServiceAccess = {
  types: ["aws_sns_topic", "aws_sns_topic_subscription"],
  read: (place) => [
    {
      actions: actions("sns", ["GetTopicAttributes", "ListSubscriptionsByTopic", "ListTagsForResource"]),
      resources: topics(place),
    },
    { actions: ["sns:GetSubscriptionAttributes"], resources: ["*"] },
  ],
  write: (place) => [
    {
      actions: actions("sns", [
        "CreateTopic",
        "DeleteTopic",
        "SetTopicAttributes",
        "Subscribe",
        "TagResource",
        "UntagResource",
      ]),
      resources: topics(place),
    },
    { actions: actions("sns", ["SetSubscriptionAttributes", "Unsubscribe"]), resources: ["*"] },
  ],
};
