import { constants } from "node:os";
import { CliError } from "./cli-error";

/** What asks a process to stop: Ctrl-C, and whoever manages processes. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const satisfies readonly NodeJS.Signals[];

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
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
    },
  };
}

/** What a command ends with that a signal stopped before it was done; its exit code is the one that shells expect. */
export function stoppedBy(signal: NodeJS.Signals): CliError {
  return new CliError("Stopped.", 128 + constants.signals[signal]);
}
