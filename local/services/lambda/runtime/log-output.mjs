import { format } from "node:util";
import { errorLogText } from "./error-report.mjs";

const LEVELS = { TRACE: 1, DEBUG: 2, INFO: 3, WARN: 4, ERROR: 5, FATAL: 6 };
const METHODS = {
  trace: "TRACE",
  debug: "DEBUG",
  info: "INFO",
  log: "INFO",
  warn: "WARN",
  error: "ERROR",
  fatal: "FATAL",
};

/** Sends what the function writes to the log: console calls in Lambda's format, other output line by line. */
export class LogOutput {
  #emit;
  #json;
  #level;
  #partial = { stdout: "", stderr: "" };
  requestId = undefined;

  /** @param emit - receives one event at a time, its time and its text */
  constructor(emit, { logFormat, logLevel }) {
    this.#emit = emit;
    this.#json = logFormat === "JSON";
    this.#level = LEVELS[logLevel] ?? LEVELS.TRACE;
  }

  install() {
    for (const [method, level] of Object.entries(METHODS)) {
      console[method] = (...args) => this.#log(level, args);
    }
    for (const name of ["stdout", "stderr"]) {
      process[name].write = (chunk, encoding, callback) => {
        this.#write(name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
        const done = typeof encoding === "function" ? encoding : callback;
        if (typeof done === "function") process.nextTick(done);
        return true;
      };
    }
  }

  /** Logs an error of the function as Lambda's runtime does. */
  error(label, error) {
    if (this.#json) this.#log("ERROR", [error instanceof Error ? error : new Error(String(error))]);
    else this.#log("ERROR", [label, errorLogText(error)]);
  }

  /** Sends lines that did not end yet. */
  flush() {
    for (const name of ["stdout", "stderr"]) {
      const rest = this.#partial[name];
      this.#partial[name] = "";
      if (rest !== "") this.#emit(Date.now(), rest);
    }
  }

  #write(name, text) {
    const lines = (this.#partial[name] + text).split("\n");
    this.#partial[name] = lines.pop();
    for (const line of lines) this.#emit(Date.now(), `${line}\n`);
  }

  #log(level, args) {
    if (LEVELS[level] < this.#level) return;
    const atMs = Date.now();
    const timestamp = new Date(atMs).toISOString();
    this.#emit(
      atMs,
      this.#json
        ? `${jsonLine(timestamp, level, this.requestId, args)}\n`
        : `${timestamp}\t${this.requestId}\t${level}\t${format(...args)}\n`,
    );
  }
}

function jsonLine(timestamp, level, requestId, args) {
  const message = args.length === 1 ? args[0] : format(...args);
  const entry = { timestamp, level, requestId, message };
  const error = args.length === 1 ? undefined : args.find((arg) => arg instanceof Error);
  if (error !== undefined) Object.assign(entry, errorFields(error));
  try {
    return JSON.stringify(entry, (_key, value) =>
      value instanceof Error ? { ...errorFields(value), ...value } : value,
    );
  } catch {
    return JSON.stringify({ ...entry, message: format(message) });
  }
}

function errorFields(error) {
  return {
    errorType: error.constructor?.name ?? "UnknownError",
    errorMessage: error.message,
    stackTrace: typeof error.stack === "string" ? error.stack.split("\n") : [],
  };
}
