import type { Message } from "./message";
import { MessageOrder } from "./message-order";

/**
 * Which messages of a queue may be received next. Each change says how many receivers it is worth waking: none
 * when it makes nothing receivable.
 */
export interface Receivable {
  /** A new message, delayed or visible. */
  arrive(message: Message): number;
  /** A message whose delay is over. */
  ripen(message: Message): number;
  /** A message handed to a receiver. */
  hold(message: Message): void;
  /** A message in flight that is visible again. */
  release(message: Message): number;
  /** A message that leaves the queue, from whatever state. */
  forget(message: Message): number;
  /**
   * The messages to hand out, in turn; each must be held or forgotten before the next is asked for.
   * @param skip - how many messages to pass over, drawn for each where order is best effort
   */
  candidates(skip: () => number): Generator<Message>;
  clear(): void;
}

/** A standard queue's: in order of arrival, unless reordered on purpose. */
export class StandardReceivable implements Receivable {
  private readonly visible = new MessageOrder();

  arrive(message: Message): number {
    return message.state === "visible" ? this.ripen(message) : 0;
  }

  ripen(message: Message): number {
    this.visible.append(message);
    return 1;
  }

  hold(message: Message): void {
    this.visible.remove(message);
  }

  release(message: Message): number {
    return this.ripen(message);
  }

  forget(message: Message): number {
    this.visible.remove(message);
    return 0;
  }

  *candidates(skip: () => number): Generator<Message> {
    while (this.visible.size > 0) {
      const next = this.visible.ahead(skip());
      if (next !== undefined) yield next;
    }
  }

  clear(): void {
    this.visible.clear();
  }
}

interface Group {
  /** Messages that are not in flight, delayed ones among them, in the order they were sent. */
  readonly waiting: MessageOrder;
  inFlight: number;
}

/** A FIFO queue's: a group gives nothing while a message of it is in flight or its first is still delayed. */
export class FifoReceivable implements Receivable {
  private readonly groups = new Map<string, Group>();
  /** Groups that can give a message, the one that has waited longest first. */
  private readonly ready = new Set<Group>();

  arrive(message: Message): number {
    const group = this.groupOf(message);
    group.waiting.append(message);
    return this.update(message, group);
  }

  ripen(message: Message): number {
    return this.update(message, this.groupOf(message));
  }

  hold(message: Message): void {
    const group = this.groupOf(message);
    group.waiting.remove(message);
    group.inFlight++;
    this.update(message, group);
  }

  release(message: Message): number {
    const group = this.groupOf(message);
    group.inFlight--;
    group.waiting.insertByKey(message);
    return this.update(message, group);
  }

  forget(message: Message): number {
    const group = this.groupOf(message);
    if (message.state === "in-flight") group.inFlight--;
    else group.waiting.remove(message);
    return this.update(message, group);
  }

  *candidates(): Generator<Message> {
    for (const group of this.ready) {
      for (;;) {
        const next = group.waiting.first;
        if (next?.state !== "visible") break;
        yield next;
      }
    }
  }

  clear(): void {
    this.groups.clear();
    this.ready.clear();
  }

  private groupOf(message: Message): Group {
    const id = message.groupId ?? "";
    let group = this.groups.get(id);
    if (group === undefined) {
      group = { waiting: new MessageOrder(), inFlight: 0 };
      this.groups.set(id, group);
    }
    return group;
  }

  private update(message: Message, group: Group): number {
    const isReady = group.inFlight === 0 && group.waiting.first?.state === "visible";
    const becameReady = isReady && !this.ready.has(group);
    if (isReady) this.ready.add(group);
    else this.ready.delete(group);
    if (group.inFlight === 0 && group.waiting.size === 0) this.groups.delete(message.groupId ?? "");
    return becameReady ? 1 : 0;
  }
}
