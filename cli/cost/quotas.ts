import type { Sourced } from "./prices";

/** What AWS grants an account by default, in each region. */
export interface Quota extends Sourced {
  readonly service: string;
  /** What is limited, and for whom. */
  readonly limits: string;
  readonly unit: string;
  /** In every region that {@link regions} does not name. */
  readonly value: number;
  readonly regions?: Readonly<Record<string, number>>;
  /** Whether AWS raises it on request. */
  readonly adjustable: boolean;
  /** What happens beyond it. */
  readonly beyond: string;
}

const DOCS = "https://docs.aws.amazon.com";
const API_GATEWAY = `${DOCS}/apigateway/latest/developerguide/limits.html`;
const LAMBDA = `${DOCS}/lambda/latest/dg/gettingstarted-limits.html`;
const LAMBDA_CONCURRENCY = `${DOCS}/lambda/latest/dg/configuration-concurrency.html`;
const DYNAMODB = `${DOCS}/amazondynamodb/latest/developerguide/ServiceQuotas.html`;
const DYNAMODB_ON_DEMAND = `${DOCS}/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html`;
const SNS = `${DOCS}/general/latest/gr/sns.html`;
const EVENTBRIDGE = `${DOCS}/eventbridge/latest/userguide/eb-quota.html`;
const SQS = `${DOCS}/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html`;
const COGNITO = `${DOCS}/cognito/latest/developerguide/quotas.html`;

/** The day on which all of them were looked up. */
const asOf = "2026-11-25";

/** The default quotas that the cost note compares with. An environment's `accountQuotas` go before them. */
export const QUOTAS = {
  "api-gateway-requests": {
    service: "API Gateway",
    limits: "requests to all APIs of the account",
    unit: "requests/s",
    value: 10_000,
    regions: Object.fromEntries(
      [
        "af-south-1",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-7",
        "ca-west-1",
        "eu-central-2",
        "eu-south-1",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "mx-central-1",
      ].map((region) => [region, 2_500]),
    ),
    adjustable: true,
    beyond: "requests are answered 429",
    source: API_GATEWAY,
    asOf,
  },
  "api-gateway-routes": {
    service: "API Gateway",
    limits: "resources of a REST API, or routes of an HTTP API",
    unit: "routes",
    value: 300,
    adjustable: true,
    beyond: "the deployment fails",
    source: API_GATEWAY,
    asOf,
  },
  "lambda-concurrency": {
    service: "Lambda",
    limits: "concurrent executions of the account; a new account may have as few as 10",
    unit: "executions",
    value: 1_000,
    adjustable: true,
    beyond: "invocations are throttled: callers of an API get 5xx, queues wait",
    source: LAMBDA,
    asOf,
  },
  "lambda-unreserved": {
    service: "Lambda",
    limits: "concurrent executions that reservations have to leave to the other functions",
    unit: "executions",
    value: 100,
    adjustable: false,
    beyond: "the deployment fails",
    source: LAMBDA_CONCURRENCY,
    asOf,
  },
  "dynamodb-table-reads": {
    service: "DynamoDB",
    limits: "reads of an on-demand table",
    unit: "read units/s",
    value: 40_000,
    adjustable: true,
    beyond: "requests are throttled",
    source: DYNAMODB,
    asOf,
  },
  "dynamodb-table-writes": {
    service: "DynamoDB",
    limits: "writes of an on-demand table",
    unit: "write units/s",
    value: 40_000,
    adjustable: true,
    beyond: "requests are throttled",
    source: DYNAMODB,
    asOf,
  },
  "dynamodb-new-table-reads": {
    service: "DynamoDB",
    limits: "reads of an on-demand table that has not had such a peak yet",
    unit: "read units/s",
    value: 12_000,
    adjustable: true,
    beyond: "requests are throttled until the table has grown",
    source: DYNAMODB_ON_DEMAND,
    asOf,
  },
  "dynamodb-new-table-writes": {
    service: "DynamoDB",
    limits: "writes of an on-demand table that has not had such a peak yet",
    unit: "write units/s",
    value: 4_000,
    adjustable: true,
    beyond: "requests are throttled until the table has grown",
    source: DYNAMODB_ON_DEMAND,
    asOf,
  },
  "sns-publish": {
    service: "SNS",
    limits: "messages published to all standard topics of the account",
    unit: "messages/s",
    value: 300,
    regions: {
      "us-east-1": 30_000,
      "us-west-2": 9_000,
      "eu-west-1": 9_000,
      "us-east-2": 1_500,
      "us-west-1": 1_500,
      "ap-south-1": 1_500,
      "ap-northeast-2": 1_500,
      "ap-southeast-1": 1_500,
      "ap-southeast-2": 1_500,
      "ap-northeast-1": 1_500,
      "eu-central-1": 1_500,
    },
    adjustable: true,
    beyond: "publishing is throttled",
    source: SNS,
    asOf,
  },
  "sns-filter-policies": {
    service: "SNS",
    limits: "subscriptions of a topic with a filter policy",
    unit: "filter policies",
    value: 200,
    adjustable: true,
    beyond: "the deployment fails",
    source: SNS,
    asOf,
  },
  "eventbridge-put-events": {
    service: "EventBridge",
    limits: "PutEvents requests of the account",
    unit: "requests/s",
    value: 400,
    regions: {
      "us-east-1": 10_000,
      "us-east-2": 2_400,
      "us-west-1": 1_200,
      "us-west-2": 10_000,
      "ap-east-1": 600,
      "ap-northeast-1": 1_200,
      "ap-northeast-2": 600,
      "ap-south-1": 600,
      "ap-southeast-1": 1_200,
      "ap-southeast-2": 1_200,
      "ca-central-1": 600,
      "eu-central-1": 2_400,
      "eu-north-1": 600,
      "eu-south-2": 2_400,
      "eu-west-1": 10_000,
      "eu-west-2": 1_200,
      "eu-west-3": 600,
      "sa-east-1": 600,
    },
    adjustable: true,
    beyond: "PutEvents is throttled",
    source: EVENTBRIDGE,
    asOf,
  },
  "eventbridge-invocations": {
    service: "EventBridge",
    limits: "deliveries of the account to targets of rules",
    unit: "deliveries/s",
    value: 750,
    regions: {
      "us-east-1": 18_750,
      "us-east-2": 4_500,
      "us-west-1": 2_250,
      "us-west-2": 18_750,
      "ap-east-1": 1_100,
      "ap-northeast-1": 2_250,
      "ap-northeast-2": 1_100,
      "ap-south-1": 1_100,
      "ap-southeast-1": 2_250,
      "ap-southeast-2": 2_250,
      "ca-central-1": 1_100,
      "eu-central-1": 4_500,
      "eu-north-1": 1_100,
      "eu-south-2": 4_500,
      "eu-west-1": 18_750,
      "eu-west-2": 2_250,
      "eu-west-3": 1_100,
      "sa-east-1": 1_100,
    },
    adjustable: true,
    beyond: "deliveries are delayed",
    source: EVENTBRIDGE,
    asOf,
  },
  "eventbridge-rules": {
    service: "EventBridge",
    limits: "rules of a bus",
    unit: "rules",
    value: 300,
    regions: { "af-south-1": 100, "eu-south-1": 100 },
    adjustable: true,
    beyond: "the deployment fails",
    source: EVENTBRIDGE,
    asOf,
  },
  "sqs-in-flight": {
    service: "SQS",
    limits: "messages of a standard queue that are received and not yet deleted",
    unit: "messages",
    value: 120_000,
    adjustable: false,
    beyond: "receiving fails with OverLimit",
    source: SQS,
    asOf,
  },
  "cognito-authentication": {
    service: "Cognito",
    limits: "sign-in calls to all user pools of the account",
    unit: "calls/s",
    value: 120,
    adjustable: true,
    beyond: "signing in fails with TooManyRequestsException",
    source: COGNITO,
    asOf,
  },
} as const satisfies Record<string, Quota>;

export type QuotaId = keyof typeof QUOTAS;

/** What a region grants by default. */
export function defaultQuota(id: QuotaId, region: string): number {
  const quota: Quota = QUOTAS[id];
  return quota.regions?.[region] ?? quota.value;
}
