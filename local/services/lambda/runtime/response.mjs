import { errorPayload } from "./error-report.mjs";

/** Lambda's limit of 6 MB for an answer, with what it leaves for the envelope. */
const LARGEST_RESPONSE_BYTES = 6_291_556;

/**
 * Writes what a handler has returned as the message that answers the invocation.
 * @throws Error when it is nothing that JSON can express
 */
export function responseMessage(result) {
  return payloadMessage(serialize(result));
}

/** Writes what the caller is to get as the message that answers the invocation. */
export function payloadMessage(payload) {
  if (payload.length * 3 <= LARGEST_RESPONSE_BYTES || Buffer.byteLength(payload) <= LARGEST_RESPONSE_BYTES) {
    return { kind: "result", payload };
  }
  const error = new Error(
    `Response payload size exceeded maximum allowed payload size (${LARGEST_RESPONSE_BYTES} bytes).`,
  );
  error.name = "Function.ResponseSizeTooLarge";
  return { kind: "failure", payload: errorPayload(error) };
}

function serialize(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? "null";
  } catch {
    throw new Error("Unable to stringify response body");
  }
}
