import type { PolicyDocument, PolicyStatement } from "../kernel/policy";

const document = (...statements: readonly Omit<PolicyStatement, "Effect">[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
});

const LOGS: Omit<PolicyStatement, "Effect"> = {
  Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: "*",
};

/** The policies that AWS keeps, as far as they are modelled: ARN without partition → content. */
const POLICIES: ReadonlyMap<string, PolicyDocument> = new Map([
  ["service-role/AWSLambdaBasicExecutionRole", document(LOGS)],
  [
    "service-role/AWSLambdaSQSQueueExecutionRole",
    document(
      { Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], Resource: "*" },
      LOGS,
    ),
  ],
  [
    "service-role/AWSLambdaDynamoDBExecutionRole",
    document(
      {
        Action: [
          "dynamodb:DescribeStream",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
        ],
        Resource: "*",
      },
      LOGS,
    ),
  ],
  [
    "service-role/AWSLambdaKinesisExecutionRole",
    document(
      {
        Action: [
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
          "kinesis:ListStreams",
          "kinesis:SubscribeToShard",
        ],
        Resource: "*",
      },
      LOGS,
    ),
  ],
  [
    "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    document({
      Action: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
        "logs:GetLogEvents",
        "logs:FilterLogEvents",
      ],
      Resource: "*",
    }),
  ],
  [
    "AWSXRayDaemonWriteAccess",
    document({
      Action: [
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:GetSamplingStatisticSummaries",
      ],
      Resource: "*",
    }),
  ],
]);

/** The content of a policy that AWS keeps, such as `arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess`. */
export function awsManagedPolicy(arn: string): PolicyDocument | undefined {
  return POLICIES.get(/^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? "");
}

/** The names of the AWS managed policies that are modelled. */
export function awsManagedPolicyNames(): readonly string[] {
  return [...POLICIES.keys()];
}
