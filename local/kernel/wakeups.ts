/** Tells event sources that something to poll for has appeared, so that nothing polls on a timer. */
export class Wakeups {
  private readonly listeners = new Map<string, Set<() => void>>();

  /** Calls `callback` at every notification about the ARN from now on; the result ends that. */
  listen(arn: string, callback: () => void): () => void {
    const callbacks = this.listeners.get(arn) ?? new Set();
    this.listeners.set(arn, callbacks.add(callback));
    return () => {
      callbacks.delete(callback);
      if (callbacks.size === 0 && this.listeners.get(arn) === callbacks) this.listeners.delete(arn);
    };
  }

  /** Says that the resource has something new, such as a queue a visible message. */
  notify(arn: string): void {
    for (const callback of [...(this.listeners.get(arn) ?? [])]) callback();
  }
}
