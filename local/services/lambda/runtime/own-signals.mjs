import { syncBuiltinESMExports } from "node:module";
import { constants } from "node:os";

/** What an environment is said to have died of, in the words of AWS. */
const CAUSES = {
  SIGHUP: "hangup",
  SIGINT: "interrupt",
  SIGQUIT: "quit",
  SIGILL: "illegal instruction",
  SIGTRAP: "trace/breakpoint trap",
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGKILL: "killed",
  SIGUSR2: "user defined signal 2",
  SIGSEGV: "segmentation fault",
  SIGALRM: "alarm clock",
  SIGTERM: "terminated",
};

/** What Node or the kernel lets pass, and what stops a process without ending it. */
const HARMLESS = new Set(["SIGCHLD", "SIGCONT", "SIGPIPE", "SIGURG", "SIGUSR1", "SIGWINCH"]);
const STOPPING = new Set(["SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU"]);
const MOST_SIGNALS = 64;

const NAMES = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));
// Some numbers have two names.
for (const name of Object.keys(CAUSES)) NAMES.set(constants.signals[name], name);

/**
 * Lets the signals that a function sends to its own process meet its environment alone: the process is the cloud's,
 * and the other functions' as well. Signals to other processes stay as they are.
 * @param post - tells the cloud what the environment dies of
 * @returns kills the environment, as the system does when it uses too much memory
 */
export function keepOwnSignals(post) {
  const { exit, kill } = process;
  const end = (cause, number) => {
    post({ kind: "signaled", cause });
    // Nobody is asked before a signal ends a process.
    process.removeAllListeners("exit");
    exit.call(process, 128 + number);
  };
  process.kill = (pid, signal) => {
    const number = typeof signal === "number" ? signal : constants.signals[signal || "SIGTERM"];
    // What no signal has as its number, Node checks and refuses.
    if (!isOwn(pid) || !(number >= 1 && number <= MOST_SIGNALS)) return kill.call(process, pid, signal);
    const name = NAMES.get(number);
    if (STOPPING.has(name))
      throw new Error(`the local cloud does not model ${name} to a function's own process`);
    if (name !== "SIGKILL" && name !== undefined && process.listenerCount(name) > 0) {
      setImmediate(() => process.emit(name, name, number));
    } else if (!HARMLESS.has(name)) {
      end(CAUSES[name] ?? `signal ${number}`, number);
    }
    return true;
  };
  process.abort = () => end(CAUSES.SIGABRT, constants.signals.SIGABRT);
  syncBuiltinESMExports();
  return () => end(CAUSES.SIGKILL, constants.signals.SIGKILL);
}

/** Whether the process is meant, by itself, as a part of its group, or among all processes. */
function isOwn(pid) {
  const number = Number(pid);
  return number === 0 || number === -1 || Math.abs(number) === process.pid;
}
