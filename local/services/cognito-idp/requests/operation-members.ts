import { type Member, required, type Shape } from "./member";

const VISIBLE = "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+";
const NO_SPACE = "[\\S]+";

const flag: Member = { type: "flag" };
const inert: Member = { type: "anything" };
const texts: Member = { type: "texts" };
const atMost60 = (least: number): Member => ({ type: "number", least, most: 60 });

const poolId = required<Member>({ type: "text", least: 1, most: 55, pattern: "[\\w-]+_[0-9a-zA-Z]+" });
const clientId = required<Member>({
  type: "text",
  least: 1,
  most: 128,
  pattern: "[\\w+]+",
  sensitive: true,
});
const username = required<Member>({ type: "text", least: 1, most: 128, pattern: VISIBLE, sensitive: true });
const groupName = required<Member>({ type: "text", least: 1, most: 128, pattern: VISIBLE });
const token: Member = { type: "text", pattern: "[A-Za-z0-9-_=.]+", sensitive: true };
const accessToken = required<Member>(token);
const code = required<Member>({ type: "text", least: 1, most: 2048, pattern: NO_SPACE });
/** AWS lets some requests leave it out, for users who sign in without a password; they are not modelled. */
const password: Member = { type: "text", most: 256, pattern: "^[\\S]+.*[\\S]+$", sensitive: true };
const secretHash: Member = { type: "text", least: 1, most: 128, pattern: "[\\w+=/]+", sensitive: true };
const session: Member = { type: "text", least: 20, most: 2048, sensitive: true };
const attributes: Member = {
  type: "list",
  of: {
    type: "structure",
    members: {
      Name: required({
        type: "text",
        least: 1,
        most: 32,
        pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+",
      }),
      Value: { type: "text", most: 2048, sensitive: true },
    },
  },
};
const pageToken: Member = { type: "text", least: 1, most: 131_072, pattern: NO_SPACE };

/** For triggers, analytics and threat protection, which have no local counterpart. */
const CIRCUMSTANCES: Shape = {
  AnalyticsMetadata: inert,
  ClientMetadata: inert,
  ContextData: inert,
  UserContextData: inert,
};

const ofClient: Shape = { ...CIRCUMSTANCES, ClientId: clientId, SecretHash: secretHash, Username: username };
const onUser: Shape = { UserPoolId: poolId, Username: username };
const onGroup: Shape = { UserPoolId: poolId, GroupName: groupName };
const groupPage: Shape = { Limit: atMost60(0), NextToken: pageToken };

const initiateAuth: Shape = {
  ...CIRCUMSTANCES,
  ClientId: clientId,
  AuthFlow: required({
    type: "text",
    oneOf: [
      "USER_SRP_AUTH",
      "REFRESH_TOKEN_AUTH",
      "REFRESH_TOKEN",
      "CUSTOM_AUTH",
      "ADMIN_NO_SRP_AUTH",
      "USER_PASSWORD_AUTH",
      "ADMIN_USER_PASSWORD_AUTH",
      "USER_AUTH",
    ],
  }),
  AuthParameters: texts,
};

const respond: Shape = {
  ...CIRCUMSTANCES,
  ClientId: clientId,
  ChallengeName: required({
    type: "text",
    oneOf: [
      "SMS_MFA",
      "EMAIL_OTP",
      "SOFTWARE_TOKEN_MFA",
      "SELECT_MFA_TYPE",
      "MFA_SETUP",
      "PASSWORD_VERIFIER",
      "CUSTOM_CHALLENGE",
      "SELECT_CHALLENGE",
      "DEVICE_SRP_AUTH",
      "DEVICE_PASSWORD_VERIFIER",
      "ADMIN_NO_SRP_AUTH",
      "NEW_PASSWORD_REQUIRED",
      "SMS_OTP",
      "PASSWORD",
      "WEB_AUTHN",
      "PASSWORD_SRP",
    ],
  }),
  ChallengeResponses: texts,
  Session: session,
};

const mfaSettings: Member = { type: "structure", members: { Enabled: flag, PreferredMfa: flag } };
const mfaPreference: Shape = {
  SMSMfaSettings: mfaSettings,
  SoftwareTokenMfaSettings: mfaSettings,
  EmailMfaSettings: mfaSettings,
  WebAuthnMfaSettings: { type: "structure", members: { Enabled: flag } },
};

/** What AWS's API model asks of the members of each operation; members that are not named are not modelled. */
export const OPERATION_MEMBERS: Readonly<Record<string, Shape>> = {
  SignUp: { ...ofClient, Password: required(password), UserAttributes: attributes, ValidationData: inert },
  ConfirmSignUp: { ...ofClient, ConfirmationCode: code, ForceAliasCreation: flag },
  ResendConfirmationCode: ofClient,
  ForgotPassword: ofClient,
  ConfirmForgotPassword: { ...ofClient, ConfirmationCode: code, Password: required(password) },

  InitiateAuth: initiateAuth,
  AdminInitiateAuth: { ...initiateAuth, UserPoolId: poolId },
  RespondToAuthChallenge: respond,
  AdminRespondToAuthChallenge: { ...respond, UserPoolId: poolId },

  GetUser: { AccessToken: accessToken },
  UpdateUserAttributes: {
    AccessToken: accessToken,
    ClientMetadata: inert,
    UserAttributes: required(attributes),
  },
  ChangePassword: {
    AccessToken: accessToken,
    PreviousPassword: required(password),
    ProposedPassword: required(password),
  },
  GlobalSignOut: { AccessToken: accessToken },
  RevokeToken: {
    ClientId: clientId,
    ClientSecret: { type: "text", least: 24, most: 64, pattern: "[\\w+]+", sensitive: true },
    Token: accessToken,
  },

  AssociateSoftwareToken: { AccessToken: token, Session: session },
  VerifySoftwareToken: {
    AccessToken: token,
    Session: session,
    UserCode: required({ type: "text", least: 6, most: 6, pattern: "[0-9]+" }),
    FriendlyDeviceName: { type: "text", most: 131_072 },
  },
  SetUserMFAPreference: { AccessToken: accessToken, ...mfaPreference },
  AdminSetUserMFAPreference: { ...onUser, ...mfaPreference },

  AdminCreateUser: {
    ...onUser,
    ClientMetadata: inert,
    DesiredDeliveryMediums: inert,
    ForceAliasCreation: flag,
    MessageAction: { type: "text", oneOf: ["RESEND", "SUPPRESS"] },
    TemporaryPassword: password,
    UserAttributes: attributes,
    ValidationData: inert,
  },
  AdminGetUser: onUser,
  AdminSetUserPassword: { ...onUser, Password: required(password), Permanent: flag },
  AdminConfirmSignUp: { ...onUser, ClientMetadata: inert },
  AdminResetUserPassword: { ...onUser, ClientMetadata: inert },
  AdminUpdateUserAttributes: { ...onUser, ClientMetadata: inert, UserAttributes: required(attributes) },
  AdminDeleteUser: onUser,
  AdminEnableUser: onUser,
  AdminDisableUser: onUser,
  AdminUserGlobalSignOut: onUser,
  ListUsers: {
    UserPoolId: poolId,
    AttributesToGet: {
      type: "list",
      of: { type: "text", least: 1, most: 32, pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+" },
    },
    Filter: { type: "text", most: 256 },
    Limit: atMost60(0),
    PaginationToken: { type: "text", least: 1, pattern: NO_SPACE },
  },

  CreateGroup: {
    ...onGroup,
    Description: { type: "text", most: 2048 },
    Precedence: { type: "number", least: 0 },
    RoleArn: { type: "text", least: 20, most: 2048 },
  },
  GetGroup: onGroup,
  DeleteGroup: onGroup,
  ListGroups: { UserPoolId: poolId, ...groupPage },
  AdminAddUserToGroup: { ...onUser, GroupName: groupName },
  AdminRemoveUserFromGroup: { ...onUser, GroupName: groupName },
  AdminListGroupsForUser: { ...onUser, ...groupPage },
  ListUsersInGroup: { ...onGroup, ...groupPage },

  ListUserPools: {
    MaxResults: required(atMost60(1)),
    NextToken: { type: "text", least: 1, pattern: NO_SPACE },
  },
  DescribeUserPool: { UserPoolId: poolId },
  ListUserPoolClients: { UserPoolId: poolId, MaxResults: atMost60(1), NextToken: pageToken },
  DescribeUserPoolClient: { UserPoolId: poolId, ClientId: clientId },
};
