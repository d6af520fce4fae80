import type { Message } from "./message";
import type { MessageAttributes } from "./message-attributes";
import type { Queue } from "./queue";
import { systemAttributes } from "./received-message";

/** A message as it waits, seen without receiving it. */
export interface InspectedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** SentTimestamp, ApproximateReceiveCount, AWSTraceHeader and the others, as texts. */
  readonly systemAttributes: Readonly<Record<string, string>>;
  readonly state: Message["state"];
  readonly receiveCount: number;
  readonly sentAtMs: number;
}

/** A queue seen from outside. */
export interface QueueInspection {
  /** Every message in the queue, whatever its state, in the order of arrival. */
  readonly messages: readonly InspectedMessage[];
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** Looks into a queue; nothing is received, counted or hidden. */
export function inspect(queue: Queue, nowMs: number): QueueInspection {
  queue.refresh(nowMs);
  const messages = queue.all().map((message) => ({
    messageId: message.id,
    body: message.body,
    attributes: message.attributes,
    systemAttributes: systemAttributes(message),
    state: message.state,
    receiveCount: message.receiveCount,
    sentAtMs: message.sentAtMs,
  }));
  return { messages, ...queue.counts };
}
