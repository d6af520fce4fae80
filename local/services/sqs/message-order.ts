import type { Message } from "./message";

interface Link {
  readonly message: Message;
  previous: Link | undefined;
  next: Link | undefined;
}

/** A doubly linked list of messages; every step but `insertByKey` takes the same time at any length. */
export class MessageOrder {
  private readonly links = new Map<Message, Link>();
  private head: Link | undefined;
  private tail: Link | undefined;

  get size(): number {
    return this.links.size;
  }

  get first(): Message | undefined {
    return this.head?.message;
  }

  append(message: Message): void {
    this.link(message, this.tail, undefined);
  }

  /** Puts a message where its key belongs; quick when that is near the front, where received messages return. */
  insertByKey(message: Message): void {
    let next = this.head;
    while (next !== undefined && next.message.key < message.key) next = next.next;
    this.link(message, next === undefined ? this.tail : next.previous, next);
  }

  remove(message: Message): void {
    const link = this.links.get(message);
    if (link === undefined) return;
    this.links.delete(message);
    if (link.previous === undefined) this.head = link.next;
    else link.previous.next = link.next;
    if (link.next === undefined) this.tail = link.previous;
    else link.next.previous = link.previous;
  }

  /** The message `steps` places behind the first, or the last one before that. */
  ahead(steps: number): Message | undefined {
    let link = this.head;
    for (let step = 0; step < steps && link?.next !== undefined; step++) link = link.next;
    return link?.message;
  }

  clear(): void {
    this.links.clear();
    this.head = undefined;
    this.tail = undefined;
  }

  private link(message: Message, previous: Link | undefined, next: Link | undefined): void {
    const link: Link = { message, previous, next };
    this.links.set(message, link);
    if (previous === undefined) this.head = link;
    else previous.next = link;
    if (next === undefined) this.tail = link;
    else next.previous = link;
  }
}
