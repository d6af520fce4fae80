import { boundaryArn } from "../boundary";
import { actions, ownNames, type Place, type ServiceAccess } from "./service-access";

const iam = ({ accountId }: Place, resource: string) => `arn:aws:iam::${accountId}:${resource}`;
const roles = (place: Place) => [iam(place, `role/${ownNames(place)}`)];

/** Services that the system's roles are handed to. */
const ROLE_USERS = ["apigateway.amazonaws.com", "lambda.amazonaws.com"];

/** Roles and their policies. */
export const IAM: ServiceAccess = {
  types: ["aws_iam_role", "aws_iam_role_policy", "aws_iam_role_policy_attachment"],
  read: (place) => [
    {
      actions: actions("iam", ["GetRole", "GetRolePolicy", "ListAttachedRolePolicies", "ListRolePolicies"]),
      resources: roles(place),
    },
  ],
  write: (place) => [
    {
      // What gives a role power is allowed for bounded roles only; the boundary itself cannot be taken off.
      actions: actions("iam", [
        "CreateRole",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
        "DeleteRolePolicy",
        "AttachRolePolicy",
        "DetachRolePolicy",
      ]),
      resources: roles(place),
      conditions: { StringEquals: { "iam:PermissionsBoundary": boundaryArn(place) } },
    },
    {
      actions: actions("iam", [
        "DeleteRole",
        "ListInstanceProfilesForRole",
        "TagRole",
        "UntagRole",
        "UpdateAssumeRolePolicy",
        "UpdateRole",
        "UpdateRoleDescription",
      ]),
      resources: roles(place),
    },
    {
      actions: ["iam:PassRole"],
      resources: roles(place),
      conditions: { StringEquals: { "iam:PassedToService": ROLE_USERS } },
    },
  ],
};

/** What `bootstrap` makes of IAM: the pipeline reads it, to tell drift, and never changes it. */
export const PIPELINE_IAM: ServiceAccess = {
  types: ["aws_iam_policy", "aws_iam_openid_connect_provider"],
  read: (place) => [
    {
      actions: actions("iam", ["GetPolicy", "GetPolicyVersion"]),
      resources: [iam(place, `policy/${ownNames(place)}`)],
    },
    {
      actions: ["iam:GetOpenIDConnectProvider"],
      resources: [iam(place, "oidc-provider/token.actions.githubusercontent.com")],
    },
  ],
};
