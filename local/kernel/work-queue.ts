import type { TimerKind } from "./clock";

/**
 * Everything that happens in the local cloud happens as work of this queue, so that it is known when nothing
 * is in flight any more.
 */
export interface WorkQueue {
  /** Adds work nobody waits for: a delivery, a poll, a retry. An error it throws is reported, not lost. */
  spawn(name: string, work: () => Promise<void> | void): void;
  /**
   * Runs work that somebody waits for, such as an API request.
   * @param options.nested - whether it is work under way that waits for it; defaults to false
   */
  serve<T>(name: string, work: () => Promise<T>, options?: { readonly nested?: boolean }): Promise<T>;
  /** Lets the next request in beside the work under way, which may wait for it without the queue's knowing. */
  admit(): void;
  /**
   * Lets time pass inside a piece of work, which counts as waiting meanwhile.
   * @param kind - defaults to `in-flight`
   */
  sleep(ms: number, kind?: TimerKind): Promise<void>;
  /**
   * Says that the work under way now waits for the clock or for other work alone. Call the result, once, when
   * it goes on. Needed only where `sleep` does not fit.
   */
  park(): () => void;
}
