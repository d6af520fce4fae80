/** Where a figure was read, and when. */
export interface Sourced {
  /** The page or list of AWS that has the figure. */
  readonly source: string;
  /** Day on which it was read there, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/** What a service charges in one region; the first tier, before any free tier. */
export interface PriceFigure extends Sourced {
  readonly region: string;
  /** For {@link Price.per} units. */
  readonly usd: number;
}

/** What is charged for, and how much in each region of which the figure is known. */
export interface Price {
  readonly service: string;
  readonly item: string;
  /** One of what is counted: `request`, `GB-second`. */
  readonly unit: string;
  /** How many units a figure is for, as AWS quotes it. */
  readonly per: number;
  readonly figures: readonly PriceFigure[];
}

const FRANKFURT = "eu-central-1";
const IRELAND = "eu-west-1";
const VIRGINIA = "us-east-1";

const MILLION = 1_000_000;

/** A figure of the list that AWS publishes per service and region. */
function listed(offer: string, region: string, usd: number, asOf: string): PriceFigure {
  const source = `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${offer}/current/${region}/index.json`;
  return { region, usd, source, asOf };
}

/** A figure of the page on which AWS explains a service's prices. */
function shown(page: string, region: string, usd: number, asOf: string): PriceFigure {
  return { region, usd, source: `https://aws.amazon.com/${page}/`, asOf };
}

/**
 * The prices that the cost note knows. A figure that could not be read at its source is not here, and what it is for
 * is then named as not priced. docs/cost.md says how to renew them.
 */
export const PRICES = {
  "rest-api-request": {
    service: "API Gateway",
    item: "requests to a REST API",
    unit: "request",
    per: MILLION,
    figures: [
      listed("AmazonApiGateway", FRANKFURT, 3.7, "2026-10-07"),
      listed("AmazonApiGateway", VIRGINIA, 3.5, "2026-09-21"),
    ],
  },
  "http-api-request": {
    service: "API Gateway",
    item: "requests to an HTTP API",
    unit: "request of up to 512 KB",
    per: MILLION,
    figures: [
      listed("AmazonApiGateway", FRANKFURT, 1.2, "2026-11-25"),
      listed("AmazonApiGateway", IRELAND, 1.11, "2026-09-13"),
      listed("AmazonApiGateway", VIRGINIA, 1, "2026-09-21"),
    ],
  },
  "data-transfer-out": {
    service: "Data transfer",
    item: "answers to the internet",
    unit: "GB",
    per: 1,
    figures: [
      shown("ec2/pricing/on-demand", FRANKFURT, 0.09, "2026-08-12"),
      shown("ec2/pricing/on-demand", IRELAND, 0.09, "2026-11-25"),
      shown("ec2/pricing/on-demand", VIRGINIA, 0.09, "2026-11-25"),
    ],
  },
  "lambda-request": {
    service: "Lambda",
    item: "requests",
    unit: "request",
    per: MILLION,
    figures: [
      listed("AWSLambda", FRANKFURT, 0.2, "2026-09-11"),
      listed("AWSLambda", IRELAND, 0.2, "2026-09-13"),
      listed("AWSLambda", VIRGINIA, 0.2, "2026-09-19"),
    ],
  },
  "lambda-arm64-duration": {
    service: "Lambda",
    item: "duration on arm64",
    unit: "GB-second",
    per: 1,
    figures: [
      listed("AWSLambda", FRANKFURT, 0.0000133334, "2026-10-09"),
      listed("AWSLambda", IRELAND, 0.0000133334, "2026-11-25"),
      listed("AWSLambda", VIRGINIA, 0.0000133334, "2026-09-19"),
    ],
  },
  "lambda-x86-duration": {
    service: "Lambda",
    item: "duration on x86_64",
    unit: "GB-second",
    per: 1,
    figures: [
      listed("AWSLambda", FRANKFURT, 0.0000166667, "2026-10-09"),
      listed("AWSLambda", IRELAND, 0.0000166667, "2026-09-13"),
      listed("AWSLambda", VIRGINIA, 0.0000166667, "2026-09-19"),
    ],
  },
  "dynamodb-write": {
    service: "DynamoDB",
    item: "on-demand writes",
    unit: "write request unit",
    per: MILLION,
    figures: [
      listed("AmazonDynamoDB", FRANKFURT, 0.7625, "2026-09-11"),
      listed("AmazonDynamoDB", IRELAND, 0.705, "2026-09-11"),
      listed("AmazonDynamoDB", VIRGINIA, 0.625, "2026-09-11"),
    ],
  },
  "dynamodb-read": {
    service: "DynamoDB",
    item: "on-demand reads",
    unit: "read request unit",
    per: MILLION,
    figures: [
      listed("AmazonDynamoDB", FRANKFURT, 0.1525, "2026-09-11"),
      listed("AmazonDynamoDB", IRELAND, 0.1415, "2026-09-11"),
      listed("AmazonDynamoDB", VIRGINIA, 0.125, "2026-09-11"),
    ],
  },
  "dynamodb-storage": {
    service: "DynamoDB",
    item: "storage of tables and indexes",
    unit: "GB-month",
    per: 1,
    figures: [
      listed("AmazonDynamoDB", FRANKFURT, 0.306, "2026-09-11"),
      listed("AmazonDynamoDB", IRELAND, 0.283, "2026-09-11"),
      listed("AmazonDynamoDB", VIRGINIA, 0.25, "2026-09-11"),
    ],
  },
  "dynamodb-point-in-time-recovery": {
    service: "DynamoDB",
    item: "point-in-time recovery",
    unit: "GB-month",
    per: 1,
    figures: [
      listed("AmazonDynamoDB", FRANKFURT, 0.2448, "2026-09-11"),
      shown("dynamodb/pricing", VIRGINIA, 0.2, "2026-11-25"),
    ],
  },
  "sqs-request": {
    service: "SQS",
    item: "requests to standard queues",
    unit: "request of up to 64 KB",
    per: MILLION,
    figures: [
      listed("AWSQueueService", FRANKFURT, 0.4, "2026-09-11"),
      listed("AWSQueueService", IRELAND, 0.4, "2026-11-25"),
      shown("sqs/pricing", VIRGINIA, 0.4, "2026-11-25"),
    ],
  },
  "sns-publish": {
    service: "SNS",
    item: "messages published to standard topics",
    unit: "request of up to 64 KB",
    per: MILLION,
    figures: [
      listed("AmazonSNS", FRANKFURT, 0.5, "2026-09-11"),
      shown("sns/pricing", VIRGINIA, 0.5, "2026-11-25"),
    ],
  },
  "eventbridge-event": {
    service: "EventBridge",
    item: "custom events put on a bus",
    unit: "event of up to 64 KB",
    per: MILLION,
    figures: [
      shown("eventbridge/pricing", IRELAND, 1, "2026-11-25"),
      listed("AWSEvents", VIRGINIA, 1, "2025-10-28"),
    ],
  },
  "log-ingestion": {
    service: "CloudWatch",
    item: "logs taken in, standard class",
    unit: "GB",
    per: 1,
    figures: [
      listed("AmazonCloudWatch", FRANKFURT, 0.63, "2026-09-11"),
      listed("AmazonCloudWatch", IRELAND, 0.57, "2026-09-13"),
      shown("cloudwatch/pricing", VIRGINIA, 0.5, "2026-08-04"),
    ],
  },
  "log-storage": {
    service: "CloudWatch",
    item: "logs kept",
    unit: "GB-month",
    per: 1,
    figures: [
      listed("AmazonCloudWatch", FRANKFURT, 0.0324, "2026-09-11"),
      listed("AmazonCloudWatch", IRELAND, 0.03, "2026-09-13"),
      shown("cloudwatch/pricing", VIRGINIA, 0.03, "2026-08-04"),
    ],
  },
  "detailed-metric": {
    service: "CloudWatch",
    item: "detailed and custom metrics",
    unit: "metric-month",
    per: 1,
    figures: [
      listed("AmazonCloudWatch", FRANKFURT, 0.3, "2026-11-25"),
      shown("cloudwatch/pricing", VIRGINIA, 0.3, "2026-08-04"),
    ],
  },
  "alarm-metric": {
    service: "CloudWatch",
    item: "alarms, standard resolution",
    unit: "alarm metric-month",
    per: 1,
    figures: [
      listed("AmazonCloudWatch", FRANKFURT, 0.1, "2026-09-11"),
      listed("AmazonCloudWatch", IRELAND, 0.1, "2026-11-25"),
      shown("cloudwatch/pricing", VIRGINIA, 0.1, "2026-08-04"),
    ],
  },
  "cognito-essentials-user": {
    service: "Cognito",
    item: "users who are active in the month, tier Essentials",
    unit: "user-month",
    per: 1,
    figures: [
      shown("cognito/pricing", FRANKFURT, 0.015, "2026-10-07"),
      listed("AmazonCognito", IRELAND, 0.015, "2026-11-25"),
      shown("cognito/pricing", VIRGINIA, 0.015, "2026-11-25"),
    ],
  },
  "xray-trace": {
    service: "X-Ray",
    item: "traces recorded",
    unit: "trace",
    per: MILLION,
    // The page names one price and no region.
    figures: [FRANKFURT, IRELAND, VIRGINIA].map((region) => shown("xray/pricing", region, 5, "2026-11-25")),
  },
} as const satisfies Record<string, Price>;

export type PriceId = keyof typeof PRICES;

/** The regions of which any price is known. */
export const PRICED_REGIONS: readonly string[] = [
  ...new Set(Object.values(PRICES).flatMap(({ figures }) => figures.map(({ region }) => region))),
].sort();

/** What a region's figure is, or undefined where none is known. */
export function figureIn(id: PriceId, region: string): PriceFigure | undefined {
  return PRICES[id].figures.find((figure) => figure.region === region);
}
