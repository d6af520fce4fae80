import { types } from "node:util";

/** An error that the runtime itself reports, such as `Runtime.HandlerNotFound`. */
export class RuntimeError extends Error {
  constructor(type, message, fields = {}) {
    super(message);
    this.name = `Runtime.${type}`;
    Object.assign(this, fields);
  }
}

function isErrorLike(error) {
  return types.isNativeError(error) || (typeof error?.name === "string" && typeof error?.stack === "string");
}

/** The error as Lambda answers it to the caller, as JSON. */
export function errorPayload(error) {
  try {
    return JSON.stringify(
      isErrorLike(error)
        ? { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split("\n") }
        : { errorType: typeof error, errorMessage: String(error), trace: [] },
    );
  } catch {
    return JSON.stringify({
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
    });
  }
}

/** The error as it stands in the log, with the fields that it carries beyond name and message. */
export function errorLogText(error) {
  const full = error instanceof Error ? error : new Error(String(error));
  try {
    return `\t${JSON.stringify(full, (_key, value) => (value instanceof Error ? withFields(value) : value))}`;
  } catch {
    return `\t${errorPayload(full)}`;
  }
}

function withFields(error) {
  return {
    errorType: error.name,
    errorMessage: error.message,
    code: error.code,
    ...error,
    stack: typeof error.stack === "string" ? error.stack.split("\n") : undefined,
  };
}
