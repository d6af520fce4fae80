import { actions, arn, type Place, type ServiceAccess } from "./service-access";

/** Ids of pools are made by AWS, so it is the tag that tells whose a pool is. */
const pools = (place: Place) => [arn(place, "cognito-idp", "userpool/*")];

/** User pools with their clients and groups; not their users. */
export const COGNITO: ServiceAccess = {
  types: ["aws_cognito_user_group", "aws_cognito_user_pool", "aws_cognito_user_pool_client"],
  read: (place) => [
    {
      actions: actions("cognito-idp", [
        "DescribeUserPool",
        "DescribeUserPoolClient",
        "GetGroup",
        "GetUserPoolMfaConfig",
        "ListTagsForResource",
      ]),
      resources: pools(place),
    },
  ],
  write: (place) => [
    {
      actions: ["cognito-idp:CreateUserPool"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:RequestTag/environment": place.environment } },
    },
    {
      actions: actions("cognito-idp", [
        "UpdateUserPool",
        "DeleteUserPool",
        "AddCustomAttributes",
        "SetUserPoolMfaConfig",
        "CreateUserPoolClient",
        "UpdateUserPoolClient",
        "DeleteUserPoolClient",
        "CreateGroup",
        "UpdateGroup",
        "DeleteGroup",
        "TagResource",
        "UntagResource",
      ]),
      resources: pools(place),
      conditions: { StringEquals: { "aws:ResourceTag/environment": place.environment } },
    },
  ],
};
