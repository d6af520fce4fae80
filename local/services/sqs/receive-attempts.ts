import { DEDUPLICATION_WINDOW_MS } from "./deduplication";
import type { Message } from "./message";

interface Attempt {
  readonly untilMs: number;
  readonly receipts: readonly { readonly key: number; readonly receipt: number }[];
}

/** What each receive with a ReceiveRequestAttemptId got in the last five minutes, to answer its repetition alike. */
export class ReceiveAttempts {
  private readonly attempts = new Map<string, Attempt>();

  remember(id: string, messages: readonly Message[], nowMs: number): void {
    if (messages.length === 0) return;
    const receipts = messages.map(({ key, receipt }) => ({ key, receipt }));
    this.attempts.delete(id);
    this.attempts.set(id, { untilMs: nowMs + DEDUPLICATION_WINDOW_MS, receipts });
  }

  /** The messages of an earlier attempt; undefined once one of them was deleted or became visible again. */
  find(
    id: string,
    nowMs: number,
    messageOf: (key: number) => Message | undefined,
  ): readonly Message[] | undefined {
    for (const [key, { untilMs }] of this.attempts) {
      if (untilMs > nowMs) break;
      this.attempts.delete(key);
    }
    const messages: Message[] = [];
    for (const { key, receipt } of this.attempts.get(id)?.receipts ?? []) {
      const message = messageOf(key);
      if (message?.state !== "in-flight" || message.receipt !== receipt) return undefined;
      messages.push(message);
    }
    return messages.length === 0 ? undefined : messages;
  }
}
