/**
 * Actions that AWS offers for all resources only, by service: those that applications and deployments use, as the
 * Service Authorization Reference lists them.
 */
const ACTIONS: Readonly<Record<string, string>> = {
  acm: "ListCertificates RequestCertificate",
  appsync: "CreateGraphqlApi ListGraphqlApis",
  cloudfront:
    "CreateDistribution CreateFunction CreateOriginAccessControl ListCachePolicies ListDistributions",
  cloudwatch:
    "DescribeAlarmsForMetric DescribeAnomalyDetectors GetMetricData GetMetricStatistics ListMetrics PutMetricData",
  "cognito-identity": "CreateIdentityPool GetCredentialsForIdentity GetId GetOpenIdToken ListIdentityPools",
  "cognito-idp":
    "ChangePassword ConfirmForgotPassword ConfirmSignUp CreateUserPool DescribeUserPoolDomain ForgotPassword GetUser " +
    "GlobalSignOut InitiateAuth ListUserPools ResendConfirmationCode RespondToAuthChallenge RevokeToken SignUp",
  dynamodb: "DescribeEndpoints DescribeLimits ListBackups ListGlobalTables ListStreams ListTables",
  // What Lambda does for a function in a network; the subnets that it takes are not named by the function's role.
  ec2: "CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVpcs",
  ecr: "GetAuthorizationToken",
  events:
    "ListApiDestinations ListArchives ListConnections ListEventBuses ListReplays ListRuleNamesByTarget ListRules " +
    "TestEventPattern",
  firehose: "ListDeliveryStreams",
  iam: "GetAccountSummary ListAccountAliases ListGroups ListOpenIDConnectProviders ListPolicies ListRoles ListUsers",
  kinesis: "DescribeLimits ListStreams",
  kms: "CreateKey GenerateRandom ListAliases ListKeys",
  lambda:
    "CreateEventSourceMapping GetAccountSettings ListEventSourceMappings ListFunctions ListLayerVersions ListLayers",
  logs:
    "CreateLogDelivery DeleteLogDelivery DeleteResourcePolicy DescribeLogGroups DescribeQueries DescribeResourcePolicies " +
    "GetLogDelivery ListLogDeliveries PutResourcePolicy UpdateLogDelivery",
  pipes: "ListPipes",
  s3: "GetAccountPublicAccessBlock ListAllMyBuckets PutAccountPublicAccessBlock",
  scheduler: "ListScheduleGroups ListSchedules",
  secretsmanager: "BatchGetSecretValue GetRandomPassword ListSecrets",
  servicequotas: "GetAWSDefaultServiceQuota ListAWSDefaultServiceQuotas ListServiceQuotas ListServices",
  sns: "CheckIfPhoneNumberIsOptedOut ListPlatformApplications ListSubscriptions ListTopics",
  sqs: "ListQueues",
  ssm: "DescribeParameters",
  states: "ListActivities ListStateMachines SendTaskFailure SendTaskHeartbeat SendTaskSuccess",
  sts: "DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity",
  tag: "GetResources GetTagKeys GetTagValues TagResources UntagResources",
  xray:
    "GetSamplingRules GetSamplingStatisticSummaries GetSamplingTargets GetTraceSummaries PutSpans PutTelemetryRecords " +
    "PutTraceSegments",
};

const KNOWN = new Set(
  Object.entries(ACTIONS).flatMap(([service, names]) =>
    names.split(" ").map((name) => `${service}:${name}`.toLowerCase()),
  ),
);

/** Whether an action, such as `xray:PutTraceSegments`, is to be allowed on `*` because it takes no ARN. */
export function takesNoResource(action: string): boolean {
  return KNOWN.has(action.toLowerCase());
}
