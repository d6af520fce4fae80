import type { MessageAttributes } from "./message-attributes";

/** What a message is, wherever it waits. */
export interface MessageContent {
  /** The MessageId that the sender got. */
  readonly id: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly attributes: MessageAttributes;
  readonly traceId: string;
  /** `Root=<trace id>;...`, of a sender that was traced: the system attribute AWSTraceHeader. */
  readonly traceHeader?: string;
  /** Who sent it, in the form of the system attribute SenderId. */
  readonly senderId: string;
  readonly sentAtMs: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** Set in a dead-letter queue: where the message came from. */
  readonly deadLetterSourceArn?: string;
}

/** A message of one queue and where its life stands. */
export interface Message extends MessageContent {
  /** Counts up within a queue; a message delivered twice on purpose has two keys and one id. */
  readonly key: number;
  /** FIFO queues only. */
  readonly sequenceNumber?: string;
  /** True for the second copy of a message that a fault delivers twice. */
  readonly isDuplicate: boolean;
  state: "delayed" | "visible" | "in-flight";
  /** How often it was received, in a dead-letter queue including the receives before. */
  receiveCount: number;
  firstReceivedAtMs: number | undefined;
  receivedAtMs: number;
  /** Counts the receipt handles given out; only the latest is good. */
  receipt: number;
}

/** What a message has lived through in another queue, or as the message that it duplicates. */
export type MessagePast = Partial<Pick<Message, "isDuplicate" | "receiveCount" | "firstReceivedAtMs">>;
