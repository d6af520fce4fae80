/** How long a FIFO queue remembers what was sent, in milliseconds. */
export const DEDUPLICATION_WINDOW_MS = 5 * 60_000;

/** What the sender of a message was told, and what a sender of its duplicate is told again. */
export interface Sent {
  readonly messageId: string;
  readonly sequenceNumber?: string;
}

/** The deduplication ids of the last five minutes. */
export class Deduplication {
  private readonly sent = new Map<string, { readonly untilMs: number; readonly answer: Sent }>();

  /** What was sent under the id within the window. */
  find(id: string, nowMs: number): Sent | undefined {
    // Entries are in the order in which they end, so the outdated ones stand first.
    for (const [key, { untilMs }] of this.sent) {
      if (untilMs > nowMs) break;
      this.sent.delete(key);
    }
    return this.sent.get(id)?.answer;
  }

  remember(id: string, answer: Sent, nowMs: number): void {
    this.sent.set(id, { untilMs: nowMs + DEDUPLICATION_WINDOW_MS, answer });
  }
}
