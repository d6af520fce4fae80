import type { Message } from "./message";
import { attributesMd5, type MessageAttributes, selectAttributes } from "./message-attributes";
import type { Queue } from "./queue";

/** A message as a receiver gets it. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly MD5OfBody: string;
  readonly Body: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MD5OfMessageAttributes?: string;
  readonly MessageAttributes?: MessageAttributes;
}

/** Which attributes a receiver wants to see. */
export interface AttributeSelection {
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
}

/** The system attributes that a message can have. */
export const SYSTEM_ATTRIBUTES: readonly string[] = [
  "SenderId",
  "SentTimestamp",
  "ApproximateReceiveCount",
  "ApproximateFirstReceiveTimestamp",
  "SequenceNumber",
  "MessageDeduplicationId",
  "MessageGroupId",
  "AWSTraceHeader",
  "DeadLetterQueueSourceArn",
];

/** Writes a message for a receiver, whose MD5 of the attributes covers those that it gets. */
export function receivedMessage(
  queue: Queue,
  message: Message,
  selection: AttributeSelection,
): ReceivedMessage {
  const names = [...(selection.AttributeNames ?? []), ...(selection.MessageSystemAttributeNames ?? [])];
  const system = names.length === 0 ? [] : Object.entries(systemAttributes(message));
  const wanted = names.includes("All") ? system : system.filter(([name]) => names.includes(name));
  const attributes = selectAttributes(message.attributes, selection.MessageAttributeNames);
  const digest = attributesMd5(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: queue.receiptHandle(message),
    MD5OfBody: message.bodyMd5,
    Body: message.body,
    ...(wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) }),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest, MessageAttributes: attributes }),
  };
}

/** The system attributes of a message, those that it has. */
export function systemAttributes(message: Message): Readonly<Record<string, string>> {
  const { sequenceNumber, deduplicationId, groupId, deadLetterSourceArn, firstReceivedAtMs } = message;
  const { traceHeader } = message;
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAtMs),
    ApproximateReceiveCount: String(message.receiveCount),
    ...(firstReceivedAtMs === undefined
      ? {}
      : { ApproximateFirstReceiveTimestamp: String(firstReceivedAtMs) }),
    ...(sequenceNumber === undefined ? {} : { SequenceNumber: sequenceNumber }),
    ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
    ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
    ...(traceHeader === undefined ? {} : { AWSTraceHeader: traceHeader }),
    ...(deadLetterSourceArn === undefined ? {} : { DeadLetterQueueSourceArn: deadLetterSourceArn }),
  };
}
