import { Deduplication, type Sent } from "./deduplication";
import { invalidValue } from "./errors";
import type { Message, MessageContent, MessagePast } from "./message";
import { MessageStore } from "./message-store";
import {
  changeAttributes,
  LONGEST_VISIBILITY_SECONDS,
  type QueueAttributes,
  type QueueSettings,
  readSettings,
} from "./queue-settings";
import { readReceiptHandle, writeReceiptHandle } from "./receipt-handle";
import { ReceiveAttempts } from "./receive-attempts";

/** What a receive asks for. */
export interface ReceiveRequest {
  readonly most: number;
  readonly visibilityMs: number;
  /** Messages received so often already go to the dead-letter queue instead; absent without one. */
  readonly maxReceiveCount?: number;
  /** FIFO queues: a repeated attempt gets the same messages. */
  readonly attemptId?: string;
  /** Standard queues: how many messages to pass over for the next. */
  readonly skip: () => number;
  /** Standard queues: whether a message is delivered once more than sent. */
  readonly duplicate: () => boolean;
}

/** What a receive got. */
export interface ReceiveResult {
  readonly received: readonly Message[];
  /** Taken out of the queue, to be put into the dead-letter queue. */
  readonly exhausted: readonly Message[];
}

/** One queue: its attributes and its messages, moved by its methods and by the time that each is told. */
export class Queue {
  readonly fifo: boolean;
  readonly tags = new Map<string, string>();
  modifiedAtMs: number;
  purgedAtMs = Number.NEGATIVE_INFINITY;
  settings: QueueSettings;
  private readonly store: MessageStore;
  private readonly deduplication = new Deduplication();
  private readonly attempts = new ReceiveAttempts();

  /**
   * @param instance - tells its receipt handles from those of a queue of the same name before it
   * @param attributes - checked ones
   */
  constructor(
    readonly name: string,
    readonly arn: string,
    private readonly instance: string,
    public attributes: QueueAttributes,
    readonly createdAtMs: number,
  ) {
    this.fifo = attributes["FifoQueue"] === "true";
    this.store = new MessageStore(this.fifo);
    this.settings = readSettings(attributes);
    this.modifiedAtMs = createdAtMs;
  }

  /** When the next message becomes visible by itself. */
  get nextDueMs(): number | undefined {
    return this.store.nextDueMs;
  }

  get counts(): MessageStore["counts"] {
    return this.store.counts;
  }

  /** Every message, in the order of arrival, whatever its state. */
  all(): readonly Message[] {
    return this.store.all();
  }

  /** How many receivers are worth waking since this was last asked. */
  takeArrivals(): number {
    return this.store.takeArrivals();
  }

  /** Lets time pass: what is too old goes, what is due becomes visible. */
  refresh(nowMs: number): void {
    this.store.refresh(nowMs, this.settings.retentionMs);
  }

  /** @throws AwsError as SetQueueAttributes answers; nothing has changed then */
  change(changes: QueueAttributes, nowMs: number): void {
    this.attributes = changeAttributes(this.attributes, changes);
    this.settings = readSettings(this.attributes);
    this.modifiedAtMs = nowMs;
    // A FIFO queue's delay counts for what is in the queue already; a standard queue's for later messages only.
    const { delayMs } = this.settings;
    if (this.fifo) this.store.delayUntil(({ sentAtMs }) => sentAtMs + delayMs);
  }

  /** What the sender of a duplicate gets; undefined when the message is none. */
  findDuplicate(groupId: string, deduplicationId: string, nowMs: number): Sent | undefined {
    return this.deduplication.find(this.deduplicationKey(groupId, deduplicationId), nowMs);
  }

  /**
   * Puts a message into the queue.
   * @param past - what a message from another queue has lived through
   */
  add(content: MessageContent, delayMs: number, nowMs: number, past: MessagePast = {}): Sent {
    const message = this.store.insert(content, delayMs > 0 ? nowMs + delayMs : undefined, past);
    const { sequenceNumber, groupId = "", deduplicationId } = message;
    const sent = { messageId: message.id, ...(sequenceNumber === undefined ? {} : { sequenceNumber }) };
    if (this.fifo && deduplicationId !== undefined) {
      this.deduplication.remember(this.deduplicationKey(groupId, deduplicationId), sent, nowMs);
    }
    return sent;
  }

  /** Hands out messages; the caller has called `refresh` for the same time. */
  receive(request: ReceiveRequest, nowMs: number): ReceiveResult {
    const repeated = this.repeatAttempt(request, nowMs);
    if (repeated !== undefined) return { received: repeated, exhausted: [] };
    const received: Message[] = [];
    const exhausted: Message[] = [];
    for (const message of this.store.candidates(request.skip)) {
      if (message.receiveCount >= (request.maxReceiveCount ?? Number.POSITIVE_INFINITY)) {
        this.store.remove(message);
        exhausted.push(message);
        continue;
      }
      this.hand(message, request.visibilityMs, nowMs);
      received.push(message);
      if (!this.fifo && !message.isDuplicate && request.duplicate()) this.insertDuplicate(message);
      if (received.length === request.most) break;
    }
    if (request.attemptId !== undefined) this.attempts.remember(request.attemptId, received, nowMs);
    return { received, exhausted };
  }

  /** The handle of the message's latest receive. */
  receiptHandle(message: Message): string {
    return writeReceiptHandle(this.instance, message);
  }

  /**
   * Deletes by receipt handle. Deleting what is gone already succeeds. On a standard queue a handle older than the
   * latest deletes nothing, which AWS does not promise either way; on a FIFO queue it is refused.
   * @throws AwsError `ReceiptHandleIsInvalid`, `InvalidParameterValue`
   */
  delete(handle: string): void {
    const { key, receipt } = readReceiptHandle(this.instance, handle);
    const message = this.store.get(key);
    if (message === undefined) return;
    const current = message.receipt === receipt;
    if (this.fifo && !(current && message.state === "in-flight")) throw expiredHandle(handle);
    if (current) this.store.remove(message);
  }

  /** @throws AwsError `ReceiptHandleIsInvalid`, `InvalidParameterValue` */
  changeVisibility(handle: string, visibilityMs: number, nowMs: number): void {
    const { key, receipt } = readReceiptHandle(this.instance, handle);
    const message = this.store.get(key);
    if (message === undefined || message.receipt !== receipt) {
      throw invalidValue(
        "ReceiptHandle",
        handle,
        "Message does not exist or is not available for visibility timeout change.",
      );
    }
    if (this.fifo && message.state !== "in-flight") throw expiredHandle(handle);
    if (nowMs + visibilityMs > message.receivedAtMs + LONGEST_VISIBILITY_SECONDS * 1_000) {
      throw invalidValue(
        "VisibilityTimeout",
        visibilityMs / 1_000,
        `Total VisibilityTimeout for the message is beyond the limit [${LONGEST_VISIBILITY_SECONDS} seconds]`,
      );
    }
    this.store.hide(message, nowMs + visibilityMs);
    this.refresh(nowMs);
  }

  purge(nowMs: number): void {
    this.purgedAtMs = nowMs;
    this.store.clear();
  }

  /** The next message that could be received. */
  first(): Message | undefined {
    for (const message of this.store.candidates(() => 0)) return message;
    return undefined;
  }

  /** Takes a message out, to be put into another queue. */
  take(message: Message): void {
    this.store.remove(message);
  }

  private hand(message: Message, visibilityMs: number, nowMs: number): void {
    message.receiveCount++;
    message.receipt++;
    message.firstReceivedAtMs ??= nowMs;
    message.receivedAtMs = nowMs;
    this.store.hide(message, nowMs + visibilityMs);
  }

  private insertDuplicate(message: Message): void {
    const { receiveCount, firstReceivedAtMs } = message;
    this.store.insert(message, undefined, { isDuplicate: true, receiveCount, firstReceivedAtMs });
  }

  private repeatAttempt(request: ReceiveRequest, nowMs: number): readonly Message[] | undefined {
    if (request.attemptId === undefined) return undefined;
    const messages = this.attempts.find(request.attemptId, nowMs, (key) => this.store.get(key));
    for (const message of messages ?? []) this.store.hide(message, nowMs + request.visibilityMs);
    return messages;
  }

  private deduplicationKey(groupId: string, deduplicationId: string): string {
    return this.settings.deduplicatesPerGroup ? `${groupId}/${deduplicationId}` : deduplicationId;
  }
}

function expiredHandle(handle: string) {
  return invalidValue("ReceiptHandle", handle, "The receipt handle has expired.");
}
