import { actions, arn, ownNames, type Place, type ServiceAccess } from "./service-access";

const tables = (place: Place) => [arn(place, "dynamodb", `table/${ownNames(place)}`)];

/** Tables; not their items. */
export const DYNAMODB: ServiceAccess = {
  types: ["aws_dynamodb_table"],
  read: (place) => [
    {
      actions: actions("dynamodb", [
        "DescribeTable",
        "DescribeContinuousBackups",
        "DescribeTimeToLive",
        "ListTagsOfResource",
      ]),
      resources: tables(place),
    },
    // The provider looks up which key AWS manages for DynamoDB, by its alias, which IAM knows no ARN for.
    { actions: ["kms:DescribeKey"], resources: [arn(place, "kms", "key/*")] },
  ],
  write: (place) => [
    {
      actions: actions("dynamodb", [
        "CreateTable",
        "UpdateTable",
        "DeleteTable",
        "UpdateContinuousBackups",
        "UpdateTimeToLive",
        "TagResource",
        "UntagResource",
      ]),
      resources: tables(place),
    },
  ],
};
