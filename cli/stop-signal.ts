/** Tells of a signal to stop, until it is released. */
export interface StopSignal {
  readonly signal: AbortSignal;
  /** Gives the signals their usual meaning back. */
  release(): void;
}

/**
 * Takes Ctrl-C and SIGTERM for a wish to stop in order.
 * @param text - what to say then, once
 */
export function stopSignal(text: string): StopSignal {
  const controller = new AbortController();
  const stop = () => {
    if (!controller.signal.aborted) process.stderr.write(`${text}\n`);
    controller.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return {
    signal: controller.signal,
    release: () => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
    },
  };
}
