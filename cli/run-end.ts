import { readFileSync } from "node:fs";
import { setInterval as every } from "node:timers/promises";
import { STOP_SIGNALS, stoppedBy } from "./stop-signal";

/** How soon it is noticed that npm has ended. */
const NPM_LOOK_MS = 1_000;

const FIRST_PROCESS = 1;
/** What npm and its like are called. */
const PACKAGE_MANAGER = /^(npm|pnpm|yarn|node|bun)/;

/** Npm passes on what the terminal has sent already; a signal that comes later means to end without order. */
const SAME_SIGNAL_MS = 1_000;

/** Tells when what runs until it is stopped has to end. */
export interface RunEnd {
  /** Its reason is the CliError that fits a run which had not begun yet. */
  readonly signal: AbortSignal;
  /** Resolves at the end. */
  readonly ended: Promise<void>;
  /** Gives the signals their usual meaning back. */
  release(): void;
}

/**
 * Watches for Ctrl-C, SIGTERM, and the end of npm where it runs this.
 * @param parent - the parent of this process when it began
 */
export function runEnd(parent: number): RunEnd {
  const controller = new AbortController();
  const released = new AbortController();
  const letGo = (): void => {
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
  };
  const stop = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) return;
    controller.abort(stoppedBy(signal));
    setTimeout(letGo, SAME_SIGNAL_MS).unref();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  if (process.env["npm_lifecycle_event"] !== undefined) {
    endOf(parent, released.signal).then(
      // What npm's shell did not do; whoever else listens here hears of it, too.
      () => process.kill(process.pid, "SIGTERM"),
      () => {
        // Released first.
      },
    );
  }
  return {
    signal: controller.signal,
    ended: new Promise((resolve) => {
      controller.signal.addEventListener("abort", () => resolve());
    }),
    release: () => {
      released.abort();
      letGo();
    },
  };
}

/** Resolves when the parent is gone: a signal to npm ends npm's shell, which does not pass it on to us. */
async function endOf(parent: number, signal: AbortSignal): Promise<void> {
  if (process.ppid !== parent || isOrphan(parent)) return;
  for await (const _ of every(NPM_LOOK_MS, undefined, { signal })) {
    if (process.ppid !== parent) return;
  }
}

/**
 * Whether the parent was gone before anybody asked: the first process is one's parent then. In a container it may be
 * npm.
 */
function isOrphan(parent: number): boolean {
  if (parent !== FIRST_PROCESS) return false;
  try {
    return !PACKAGE_MANAGER.test(readFileSync(`/proc/${FIRST_PROCESS}/comm`, "utf8"));
  } catch {
    // Such as on macOS, which has launchd there.
    return true;
  }
}
