import { events } from "../../local/services/events";
import { logs } from "../../local/services/logs";
import { sns } from "../../local/services/sns";
import { sqs } from "../../local/services/sqs";
import { malformed } from "./malformed-inputs";
import { OPEN_POLICY_JSON } from "./open-policy";
import { testKernel } from "./test-kernel";
import { wireClient } from "./wire-client";

const ARN = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:000000000000:${resource}`;
const QueueUrl = "http://127.0.0.1:4566/000000000000/q";
const TopicArn = ARN("sns", "topic");
const logGroupName = "/group";
const logStreamName = "stream";
const Tags = [{ Key: "team", Value: "shop" }];
const MessageAttributes = {
  kind: { DataType: "String", StringValue: "one" },
  bytes: { DataType: "Binary", BinaryValue: "aGk=" },
};
const target = {
  Id: "one",
  Arn: ARN("sqs", "q"),
  RoleArn: "arn:aws:iam::000000000000:role/events",
  InputTransformer: { InputPathsMap: { id: "$.id" }, InputTemplate: '"<id>"' },
  DeadLetterConfig: { Arn: ARN("sqs", "dlq") },
  RetryPolicy: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 },
};

type Inputs = Readonly<Record<string, object>>;

/** Right inputs of every operation; what they name is there. */
function rightInputs(made: Made): Readonly<Record<string, Inputs>> {
  const { nowMs, ReceiptHandle, SubscriptionArn } = made;
  return {
    logs: {
      CreateLogGroup: { logGroupName: "/new", kmsKeyId: "key", logGroupClass: "STANDARD", tags: { a: "b" } },
      DeleteLogGroup: { logGroupName },
      CreateLogStream: { logGroupName, logStreamName: "new" },
      DeleteLogStream: { logGroupName, logStreamName },
      PutLogEvents: { logGroupName, logStreamName, logEvents: [{ timestamp: nowMs, message: "line" }] },
      DescribeLogGroups: {
        logGroupNamePrefix: "/",
        logGroupIdentifiers: [logGroupName],
        logGroupClass: "STANDARD",
        limit: 1,
        nextToken: "0",
      },
      DescribeLogStreams: {
        logGroupName,
        logStreamNamePrefix: "s",
        orderBy: "LogStreamName",
        descending: true,
        limit: 1,
        nextToken: "0",
      },
      GetLogEvents: {
        logGroupIdentifier: logGroupName,
        logStreamName,
        startTime: 0,
        endTime: nowMs + 1,
        limit: 1,
        startFromHead: true,
        nextToken: "f/0",
      },
      FilterLogEvents: {
        logGroupName,
        logStreamNames: [logStreamName],
        startTime: 0,
        endTime: nowMs,
        filterPattern: "line",
        limit: 1,
        nextToken: "0",
      },
      PutRetentionPolicy: { logGroupName, retentionInDays: 7 },
      DeleteRetentionPolicy: { logGroupName },
    },
    events: {
      PutEvents: {
        Entries: [
          {
            Time: nowMs / 1_000,
            Source: "shop",
            DetailType: "Made",
            Detail: '{"a":1}',
            Resources: [QueueUrl],
            EventBusName: "bus",
            TraceHeader: "Root=1-00000000-000000000000000000000000",
          },
        ],
      },
      CreateEventBus: { Name: "new", Description: "a bus" },
      DeleteEventBus: { Name: "bus" },
      DescribeEventBus: { Name: "bus" },
      ListEventBuses: { NamePrefix: "b", Limit: 1, NextToken: "MA==" },
      PutRule: {
        Name: "new",
        EventBusName: "bus",
        EventPattern: '{"source":["shop"]}',
        State: "ENABLED",
        Description: "a rule",
      },
      DeleteRule: { Name: "idle", EventBusName: "bus" },
      DescribeRule: { Name: "rule", EventBusName: "bus" },
      ListRules: { NamePrefix: "r", EventBusName: "bus", Limit: 1, NextToken: "MA==" },
      EnableRule: { Name: "rule", EventBusName: "bus" },
      DisableRule: { Name: "rule", EventBusName: "bus" },
      PutTargets: {
        Rule: "rule",
        EventBusName: "bus",
        Targets: [
          target,
          {
            ...target,
            Id: "two",
            InputTransformer: undefined,
            InputPath: "$.detail",
            SqsParameters: { MessageGroupId: "g" },
          },
          { Id: "three", Arn: target.Arn, Input: "1" },
        ],
      },
      RemoveTargets: { Rule: "rule", EventBusName: "bus", Ids: ["one"] },
      ListTargetsByRule: { Rule: "rule", EventBusName: "bus", Limit: 1, NextToken: "MA==" },
      TestEventPattern: {
        EventPattern: '{"source":["shop"]}',
        Event: '{"id":"1","account":"1","source":"shop","time":"","region":"","detail-type":"Made"}',
      },
      PutPermission: {
        EventBusName: "bus",
        Action: "events:PutEvents",
        Principal: "*",
        StatementId: "new",
        Condition: { Type: "StringEquals", Key: "aws:PrincipalOrgID", Value: "o-1" },
      },
      RemovePermission: { EventBusName: "bus", StatementId: "statement", RemoveAllPermissions: false },
    },
    sqs: {
      CreateQueue: {
        QueueName: "new",
        Attributes: {
          VisibilityTimeout: "1",
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: ARN("sqs", "dlq"), maxReceiveCount: 1 }),
        },
        tags: { a: "b" },
      },
      DeleteQueue: { QueueUrl },
      GetQueueUrl: { QueueName: "q", QueueOwnerAWSAccountId: "000000000000" },
      ListQueues: { QueueNamePrefix: "q", MaxResults: 1, NextToken: "MA==" },
      GetQueueAttributes: { QueueUrl, AttributeNames: ["All"] },
      SetQueueAttributes: { QueueUrl, Attributes: { DelaySeconds: "1", Policy: OPEN_POLICY_JSON } },
      SendMessage: {
        QueueUrl,
        MessageBody: "hi",
        DelaySeconds: 1,
        MessageAttributes,
        MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: "Root=1" } },
        MessageGroupId: "g",
      },
      SendMessageBatch: {
        QueueUrl,
        Entries: [{ Id: "1", MessageBody: "hi", DelaySeconds: 1, MessageAttributes, MessageGroupId: "g" }],
      },
      ReceiveMessage: {
        QueueUrl,
        MaxNumberOfMessages: 2,
        VisibilityTimeout: 1,
        WaitTimeSeconds: 1,
        AttributeNames: ["All"],
        MessageSystemAttributeNames: ["SenderId"],
        MessageAttributeNames: ["kind", "k.*"],
      },
      DeleteMessage: { QueueUrl, ReceiptHandle },
      DeleteMessageBatch: { QueueUrl, Entries: [{ Id: "1", ReceiptHandle }] },
      ChangeMessageVisibility: { QueueUrl, ReceiptHandle, VisibilityTimeout: 1 },
      ChangeMessageVisibilityBatch: { QueueUrl, Entries: [{ Id: "1", ReceiptHandle, VisibilityTimeout: 1 }] },
      PurgeQueue: { QueueUrl },
      ListDeadLetterSourceQueues: { QueueUrl, MaxResults: 1, NextToken: "MA==" },
      StartMessageMoveTask: {
        SourceArn: ARN("sqs", "dlq"),
        DestinationArn: ARN("sqs", "q"),
        MaxNumberOfMessagesPerSecond: 1,
      },
      ListMessageMoveTasks: { SourceArn: ARN("sqs", "dlq"), MaxResults: 1 },
      CancelMessageMoveTask: { TaskHandle: Buffer.from('{"sourceArn":1}').toString("base64") },
      TagQueue: { QueueUrl, Tags: { a: "b" } },
      UntagQueue: { QueueUrl, TagKeys: ["a"] },
      ListQueueTags: { QueueUrl },
    },
    sns: {
      CreateTopic: { Name: "new", Attributes: new Map([["DisplayName", "new"]]), Tags },
      DeleteTopic: { TopicArn },
      ListTopics: { NextToken: "MA==" },
      GetTopicAttributes: { TopicArn },
      SetTopicAttributes: { TopicArn, AttributeName: "DisplayName", AttributeValue: "other" },
      Publish: {
        TopicArn,
        Message: "hi",
        Subject: "greeting",
        MessageAttributes: new Map(Object.entries(MessageAttributes)),
        MessageGroupId: "g",
      },
      PublishBatch: {
        TopicArn,
        PublishBatchRequestEntries: [
          {
            Id: "1",
            Message: '{"default":"hi"}',
            MessageStructure: "json",
            MessageAttributes: new Map(Object.entries(MessageAttributes)),
          },
        ],
      },
      Subscribe: {
        TopicArn,
        Protocol: "sqs",
        Endpoint: ARN("sqs", "dlq"),
        Attributes: new Map([["RawMessageDelivery", "true"]]),
        ReturnSubscriptionArn: "true",
      },
      ConfirmSubscription: { TopicArn, Token: "none" },
      Unsubscribe: { SubscriptionArn },
      ListSubscriptions: { NextToken: "MA==" },
      ListSubscriptionsByTopic: { TopicArn, NextToken: "MA==" },
      GetSubscriptionAttributes: { SubscriptionArn },
      SetSubscriptionAttributes: {
        SubscriptionArn,
        AttributeName: "FilterPolicy",
        AttributeValue: '{"kind":["one"]}',
      },
      TagResource: { ResourceArn: TopicArn, Tags },
      ListTagsForResource: { ResourceArn: TopicArn },
    },
  };
}

/** Reads that see all that the services hold: none of them may suffer from what was put before. */
const READS: readonly (readonly [string, string, object])[] = [
  ["logs", "DescribeLogGroups", {}],
  ["logs", "DescribeLogStreams", { logGroupName }],
  ["logs", "FilterLogEvents", { logGroupName, filterPattern: "line" }],
  ["logs", "GetLogEvents", { logGroupName, logStreamName }],
  ["events", "ListEventBuses", {}],
  ["events", "ListRules", { EventBusName: "bus" }],
  ["events", "ListTargetsByRule", { Rule: "rule", EventBusName: "bus" }],
  [
    "events",
    "PutEvents",
    { Entries: [{ Source: "shop", DetailType: "Made", Detail: "{}", EventBusName: "bus" }] },
  ],
  ["sqs", "ListQueues", {}],
  [
    "sqs",
    "ReceiveMessage",
    { QueueUrl, MaxNumberOfMessages: 10, AttributeNames: ["All"], MessageAttributeNames: ["All"] },
  ],
  ["sns", "ListTopics", {}],
  ["sns", "ListSubscriptions", {}],
  ["sns", "GetTopicAttributes", { TopicArn }],
  ["sns", "Publish", { TopicArn, Message: "hi" }],
];

type Made = Awaited<ReturnType<typeof start>>;

/** A cloud that has one of everything, called by a role, about which IAM is asked. */
async function start() {
  const cloud = testKernel([logs, events, sqs, sns]);
  const nowMs = cloud.clock.now();
  const { call, kernel } = cloud;
  await call("logs", "CreateLogGroup", { logGroupName });
  await call("logs", "CreateLogStream", { logGroupName, logStreamName });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: ARN("sqs", "dlq"), maxReceiveCount: 9 });
  await call("sqs", "CreateQueue", { QueueName: "dlq" });
  await call("sqs", "CreateQueue", { QueueName: "q", Attributes: { RedrivePolicy } });
  await call("sqs", "SendMessage", { QueueUrl, MessageBody: "first", MessageAttributes });
  const { Messages } = await call<{ Messages: { ReceiptHandle: string }[] }>("sqs", "ReceiveMessage", {
    QueueUrl,
  });
  await call("events", "CreateEventBus", { Name: "bus" });
  const rule = { EventBusName: "bus", EventPattern: '{"source":["shop"]}' };
  for (const Name of ["rule", "idle"]) await call("events", "PutRule", { Name, ...rule });
  await call("events", "PutTargets", { Rule: "rule", EventBusName: "bus", Targets: [target] });
  const permission = { Action: "events:PutEvents", Principal: "*", StatementId: "statement" };
  await call("events", "PutPermission", { EventBusName: "bus", ...permission });
  await call("sns", "CreateTopic", { Name: "topic" });
  const { SubscriptionArn } = await call<{ SubscriptionArn: string }>("sns", "Subscribe", {
    TopicArn,
    Protocol: "sqs",
    Endpoint: ARN("sqs", "q"),
  });
  const session = kernel.sessions.issue("arn:aws:iam::000000000000:role/anyone", "session");
  return {
    ...cloud,
    nowMs,
    SubscriptionArn,
    ReceiptHandle: Messages[0]?.ReceiptHandle,
    request: wireClient(cloud, session.accessKeyId),
  };
}

const OPERATIONS = [logs, events, sqs, sns].flatMap((factory) => {
  const [{ name = "", operations = [] } = {}] = testKernel([factory]).services;
  return operations.map((operation) => [name, operation.name] as const);
});

/** What goes wrong when everything is read, and when all that is under way has ended. */
async function readAll({ request, work, failures }: Made): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const [service, operation, input] of READS) {
    const { status, text } = await request(service, operation, input);
    if (status >= 500) wrong.push(`${status} for ${service} ${operation}: ${text}`);
  }
  await work.settle();
  return [...wrong, ...failures];
}

test.each(OPERATIONS)(
  "%s %s answers what is wrong with 400, and nothing breaks by it",
  async (service, operation) => {
    let cloud = await start();
    const right = rightInputs(cloud)[service]?.[operation];
    expect(right).toBeDefined();

    for (const input of malformed(right)) {
      const { status, text } = await cloud.request(service, operation, input);
      expect([input, status >= 500, text]).toEqual([input, false, text]);
      if (status >= 400) continue;
      // Taken after all: what it left behind must not get in the way of the next.
      expect([input, await readAll(cloud)]).toEqual([input, []]);
      cloud = await start();
    }

    expect(await readAll(cloud)).toEqual([]);
  },
);

test.each(OPERATIONS)(
  "%s %s takes the right input that the wrong ones are made of",
  async (service, operation) => {
    const cloud = await start();

    const { status, text } = await cloud.request(
      service,
      operation,
      rightInputs(cloud)[service]?.[operation],
    );

    const refused: readonly string[] = ["CancelMessageMoveTask", "ConfirmSubscription"];
    expect([operation, status < 400 || refused.includes(operation), text]).toEqual([operation, true, text]);
  },
);
