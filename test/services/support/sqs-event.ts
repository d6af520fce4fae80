import type { SQSEvent, SQSRecord } from "aws-lambda";

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly receiveCount?: number;
}

/** The event that an event source mapping makes of messages in a queue. */
export function sqsEvent(queueName: string, messages: readonly Message[]): SQSEvent {
  return { Records: messages.map((message) => sqsRecord(queueName, message)) };
}

/** One message of such an event. */
export function sqsRecord(queueName: string, message: Message): SQSRecord {
  const attributes = Object.entries(message.attributes ?? {});
  return {
    messageId: message.id,
    receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount ?? 1),
      SentTimestamp: "1741944413589",
      SenderId: "AIDAIENQZJOLO23YVJ4VO",
      ApproximateFirstReceiveTimestamp: "1741944413601",
    },
    messageAttributes: Object.fromEntries(
      attributes.map(([name, stringValue]) => [
        name,
        { stringValue, stringListValues: [], binaryListValues: [], dataType: "String" as const },
      ]),
    ),
    md5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:eu-central-1:123456789012:${queueName}`,
    awsRegion: "eu-central-1",
  };
}

/** The body that EventBridge sends to a queue for an event on the bus. */
export function busMessage(source: string, detailType: string, detail: unknown): string {
  return JSON.stringify({
    version: "0",
    id: "17793124-05d4-b198-2fde-7ededc63b103",
    "detail-type": detailType,
    source,
    account: "123456789012",
    time: "2025-03-14T09:26:53Z",
    region: "eu-central-1",
    resources: [],
    detail,
  });
}
