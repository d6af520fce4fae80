import type { Kernel } from "../../kernel/kernel";
import type { Call } from "../../kernel/operation";
import { invalidParameter } from "./errors";
import { attributesSizeBytes, checkAttributes, type MessageAttributes } from "./message-attributes";

/** A message to publish, as Publish and the entries of PublishBatch have it. */
export interface OutgoingMessage {
  readonly Message?: string;
  readonly Subject?: string;
  readonly MessageStructure?: string;
  readonly MessageAttributes?: MessageAttributes;
  /** Handed on to SQS, where it makes a fair queue. */
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

/** A published message. */
export interface Publication {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly attributes: MessageAttributes;
  readonly groupId?: string;
  readonly publishedAtMs: number;
  readonly traceId: string;
  /** Whether the publisher named the trace, which then goes on to the subscribers. */
  readonly traceFromCaller: boolean;
  /** The message for a protocol, which may have one of its own. */
  messageFor(protocol: string): string;
}

/** SNS kept 256 KiB when SQS, Lambda and EventBridge went to 1 MiB. Source: SNS API reference, Publish, Message. */
export const LARGEST_MESSAGE_BYTES = 262_144;

const SUBJECT = /^[^\p{Cc}]{1,100}$/u;

/** What a message counts towards the limits, in bytes. */
export function messageSizeBytes(message: OutgoingMessage): number {
  return Buffer.byteLength(message.Message ?? "") + attributesSizeBytes(message.MessageAttributes ?? {});
}

/**
 * Checks a message and makes a publication of it.
 * @throws AwsError `InvalidParameter` as Publish answers
 */
export function compose(
  kernel: Kernel,
  topicArn: string,
  message: OutgoingMessage,
  { traceId, traceFromCaller }: Pick<Call, "traceId" | "traceFromCaller">,
): Publication {
  const { Message: text = "", Subject, MessageAttributes = {}, MessageGroupId } = message;
  if (text === "") throw invalidParameter("Empty message");
  if (messageSizeBytes(message) > LARGEST_MESSAGE_BYTES) throw invalidParameter("Message too long");
  if (Subject !== undefined && !SUBJECT.test(Subject)) throw invalidParameter("Subject");
  if (message.MessageDeduplicationId !== undefined) {
    throw invalidParameter(
      "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
    );
  }
  checkAttributes(MessageAttributes);
  const messages = message.MessageStructure === undefined ? { default: text } : readStructure(message, text);
  return {
    messageId: kernel.ids.uuid(),
    topicArn,
    ...(Subject === undefined ? {} : { subject: Subject }),
    attributes: MessageAttributes,
    ...(MessageGroupId === undefined ? {} : { groupId: MessageGroupId }),
    publishedAtMs: kernel.clock.now(),
    traceId,
    traceFromCaller,
    messageFor: (protocol) => messages[protocol] ?? messages["default"] ?? text,
  };
}

function readStructure(message: OutgoingMessage, text: string): Readonly<Record<string, string>> {
  if (message.MessageStructure !== "json") throw invalidParameter("MessageStructure");
  let structure: unknown;
  try {
    structure = JSON.parse(text);
  } catch {
    throw invalidParameter("Message Structure - JSON message body failed to parse");
  }
  const isObject = typeof structure === "object" && structure !== null && !Array.isArray(structure);
  const entries = isObject ? Object.entries(structure as object) : [];
  if (!entries.some(([protocol]) => protocol === "default")) {
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  }
  return Object.fromEntries(entries.filter(([, value]) => typeof value === "string"));
}
