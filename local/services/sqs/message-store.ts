import { DeadlineHeap } from "./deadline-heap";
import type { Message, MessageContent, MessagePast } from "./message";
import { FifoReceivable, type Receivable, StandardReceivable } from "./receivable";

/** The first sequence number is this; 20 digits, as AWS's have. */
const FIRST_SEQUENCE_NUMBER = 18_870_000_000_000_000_000n;

/** The messages of a queue by state and by time: each change takes about the same time however many there are. */
export class MessageStore {
  private readonly messages = new Map<number, Message>();
  /** Delayed messages and those in flight, by when they become visible. */
  private readonly due = new DeadlineHeap<Message>();
  private readonly bySentTime = new DeadlineHeap<Message>();
  private readonly receivable: Receivable;
  private lastKey = 0;
  private inFlightCount = 0;
  private delayedCount = 0;
  private arrivals = 0;

  constructor(private readonly fifo: boolean) {
    this.receivable = fifo ? new FifoReceivable() : new StandardReceivable();
  }

  get(key: number): Message | undefined {
    return this.messages.get(key);
  }

  /** Every message, in the order of arrival, whatever its state. */
  all(): readonly Message[] {
    return [...this.messages.values()];
  }

  get counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    const visible = this.messages.size - this.inFlightCount - this.delayedCount;
    return { visible, inFlight: this.inFlightCount, delayed: this.delayedCount };
  }

  /** When the next message becomes visible by itself. */
  get nextDueMs(): number | undefined {
    return this.due.nextAtMs;
  }

  /** The messages to hand out, in turn; each must be hidden or removed before the next is asked for. */
  candidates(skip: () => number): Generator<Message> {
    return this.receivable.candidates(skip);
  }

  /** @param visibleAtMs - absent for a message without delay */
  insert(content: MessageContent, visibleAtMs: number | undefined, past: MessagePast): Message {
    const key = ++this.lastKey;
    const message: Message = {
      ...content,
      key,
      ...(this.fifo ? { sequenceNumber: String(FIRST_SEQUENCE_NUMBER + BigInt(key) * 256n) } : {}),
      state: visibleAtMs === undefined ? "visible" : "delayed",
      isDuplicate: false,
      receiveCount: 0,
      firstReceivedAtMs: undefined,
      receivedAtMs: 0,
      receipt: 0,
      ...past,
    };
    this.messages.set(key, message);
    this.bySentTime.set(message, message.sentAtMs);
    if (visibleAtMs !== undefined) {
      this.delayedCount++;
      this.due.set(message, visibleAtMs);
    }
    this.arrivals += this.receivable.arrive(message);
    return message;
  }

  /** Puts a message in flight, or gives one in flight another end of that. */
  hide(message: Message, untilMs: number): void {
    if (message.state !== "in-flight") {
      message.state = "in-flight";
      this.inFlightCount++;
      this.receivable.hold(message);
    }
    this.due.set(message, untilMs);
  }

  /** Gives delayed messages another end of their delay. */
  delayUntil(visibleAtMs: (message: Message) => number): void {
    for (const message of this.messages.values()) {
      if (message.state === "delayed") this.due.set(message, visibleAtMs(message));
    }
  }

  remove(message: Message): void {
    this.messages.delete(message.key);
    this.due.remove(message);
    this.bySentTime.remove(message);
    if (message.state === "in-flight") this.inFlightCount--;
    if (message.state === "delayed") this.delayedCount--;
    this.arrivals += this.receivable.forget(message);
  }

  /** Lets time pass: what was sent too long ago goes, what is due becomes visible. */
  refresh(nowMs: number, retentionMs: number): void {
    for (;;) {
      const expired = this.bySentTime.takeDue(nowMs - retentionMs);
      if (expired === undefined) break;
      this.remove(expired);
    }
    for (;;) {
      const message = this.due.takeDue(nowMs);
      if (message === undefined) return;
      const wasDelayed = message.state === "delayed";
      if (wasDelayed) this.delayedCount--;
      else this.inFlightCount--;
      message.state = "visible";
      this.arrivals += wasDelayed ? this.receivable.ripen(message) : this.receivable.release(message);
    }
  }

  clear(): void {
    this.messages.clear();
    this.due.clear();
    this.bySentTime.clear();
    this.receivable.clear();
    this.inFlightCount = 0;
    this.delayedCount = 0;
  }

  /** How many receivers are worth waking since this was last asked. */
  takeArrivals(): number {
    const arrivals = this.arrivals;
    this.arrivals = 0;
    return arrivals;
  }
}
