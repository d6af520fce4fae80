import { createHash } from "node:crypto";
import { AwsError } from "../../kernel/errors";
import { type Kernel, traceIdOf } from "../../kernel/kernel";
import type { Call } from "../../kernel/operation";
import type { Sent } from "./deduplication";
import { invalidParameter, invalidValue, missingParameter } from "./errors";
import {
  attributesMd5,
  attributesSizeBytes,
  checkAttributes,
  type MessageAttributes,
} from "./message-attributes";
import type { Queue } from "./queue";
import { senderId } from "./sender-id";

/** A message to send, as SendMessage and the entries of SendMessageBatch have it. */
export interface OutgoingMessage {
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageSystemAttributes?: MessageAttributes;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

/** What the sender of a message is told. */
export interface SendResult {
  readonly MessageId: string;
  readonly MD5OfMessageBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly MD5OfMessageSystemAttributes?: string;
  readonly SequenceNumber?: string;
}

const FORBIDDEN_CHARACTERS = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const LONGEST_DELAY_SECONDS = 900;
const GROUP_OR_DEDUPLICATION_ID = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;
const WRONG_QUEUE_TYPE = "The request include parameter that is not valid for this queue type.";

/** What a message counts towards the limits, in bytes. */
export function messageSizeBytes(message: OutgoingMessage): number {
  return Buffer.byteLength(message.MessageBody ?? "") + attributesSizeBytes(message.MessageAttributes ?? {});
}

/** @throws AwsError as SendMessage answers for the queue's type */
export function checkQueueType(queue: Queue, message: OutgoingMessage): void {
  const { MessageGroupId, MessageDeduplicationId, DelaySeconds } = message;
  checkId("MessageGroupId", MessageGroupId);
  checkId("MessageDeduplicationId", MessageDeduplicationId);
  if (!queue.fifo) {
    if (MessageDeduplicationId === undefined) return;
    throw invalidValue("MessageDeduplicationId", MessageDeduplicationId, WRONG_QUEUE_TYPE);
  }
  if (DelaySeconds) throw invalidValue("DelaySeconds", DelaySeconds, WRONG_QUEUE_TYPE);
  if (MessageGroupId === undefined) throw missingParameter("MessageGroupId");
  if (MessageDeduplicationId === undefined && !queue.settings.contentBasedDeduplication) {
    throw invalidParameter(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  }
}

/**
 * Checks a message and puts it into the queue; the caller updates the queue afterwards.
 * @throws AwsError as SendMessage answers
 */
export function enqueue(kernel: Kernel, queue: Queue, message: OutgoingMessage, call: Call): SendResult {
  checkQueueType(queue, message);
  const { MessageBody: body = "", MessageAttributes = {}, MessageSystemAttributes = {} } = message;
  checkBody(queue, message);
  checkAttributes(MessageAttributes);
  const delayMs = delayOf(queue, message.DelaySeconds);
  const traceHeader =
    traceHeaderOf(MessageSystemAttributes) ??
    (call.traceFromCaller ? `Root=${call.traceId};Sampled=1` : undefined);
  const bodyMd5 = createHash("md5").update(body).digest("hex");
  const nowMs = kernel.clock.now();
  const fifo = queue.fifo ? fifoIds(message, body) : undefined;
  const groupId = message.MessageGroupId;
  const sent: Sent =
    (fifo === undefined ? undefined : queue.findDuplicate(fifo.groupId, fifo.deduplicationId, nowMs)) ??
    queue.add(
      {
        id: kernel.ids.uuid(),
        body,
        bodyMd5,
        attributes: MessageAttributes,
        traceId: traceIdOf(traceHeader) ?? call.traceId,
        ...(traceHeader === undefined ? {} : { traceHeader }),
        senderId: senderId(call.principal, kernel.accountId),
        sentAtMs: nowMs,
        ...(groupId === undefined ? {} : { groupId }),
        ...(fifo ?? {}),
      },
      delayMs,
      nowMs,
    );
  const attributesDigest = attributesMd5(MessageAttributes);
  const systemDigest = attributesMd5(MessageSystemAttributes);
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: bodyMd5,
    ...(attributesDigest === undefined ? {} : { MD5OfMessageAttributes: attributesDigest }),
    ...(systemDigest === undefined ? {} : { MD5OfMessageSystemAttributes: systemDigest }),
    ...(sent.sequenceNumber === undefined ? {} : { SequenceNumber: sent.sequenceNumber }),
  };
}

function checkBody(queue: Queue, message: OutgoingMessage): void {
  const body = message.MessageBody;
  if (typeof body !== "string" || body === "") throw missingParameter("MessageBody");
  if (FORBIDDEN_CHARACTERS.test(body)) {
    throw new AwsError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    );
  }
  const { maximumMessageBytes } = queue.settings;
  if (messageSizeBytes(message) > maximumMessageBytes) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximumMessageBytes} bytes.`,
    );
  }
}

function delayOf(queue: Queue, delaySeconds: number | undefined): number {
  if (delaySeconds === undefined || queue.fifo) return queue.settings.delayMs;
  if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > LONGEST_DELAY_SECONDS) {
    throw invalidValue("DelaySeconds", delaySeconds, "DelaySeconds must be >= 0 and <= 900.");
  }
  return delaySeconds * 1_000;
}

function fifoIds(message: OutgoingMessage, body: string) {
  return {
    groupId: message.MessageGroupId ?? "",
    deduplicationId: message.MessageDeduplicationId ?? createHash("sha256").update(body).digest("hex"),
  };
}

function traceHeaderOf(attributes: MessageAttributes): string | undefined {
  for (const name of Object.keys(attributes)) {
    if (name === "AWSTraceHeader") continue;
    throw invalidParameter(`Message system attribute name '${name}' is invalid.`);
  }
  const header = attributes["AWSTraceHeader"];
  if (header === undefined) return undefined;
  if (header.DataType === "String" && header.StringValue) return header.StringValue;
  throw invalidParameter(
    "Message system attribute 'AWSTraceHeader' must contain a non-empty value of type 'String'.",
  );
}

function checkId(parameter: string, id: string | undefined): void {
  if (id === undefined || GROUP_OR_DEDUPLICATION_ID.test(id)) return;
  throw invalidValue(
    parameter,
    id,
    `${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}
