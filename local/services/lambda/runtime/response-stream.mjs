import { isUtf8 } from "node:buffer";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { RuntimeError } from "./error-report.mjs";

/** How Lambda's runtime marks handlers that write their answer to a stream. */
const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const HIGH_WATER_MARK = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");

const HTTP_RESPONSE_TYPE = "application/vnd.awslambda.http-integration-response";
/** Zero bytes between the metadata of an HTTP response and its body. */
const DELIMITER_BYTES = 8;

/** The stream that a handler writes its answer to, which is kept until it is whole. */
class ResponseStream extends Writable {
  #chunks = [];
  #begun = false;
  /** Set by `HttpResponseStream`: gets a function that writes, ahead of the first `write`. */
  _onBeforeFirstWrite = undefined;

  get text() {
    const bytes = Buffer.concat(this.#chunks);
    if (isUtf8(bytes)) return bytes.toString("utf8");
    throw new Error("the local cloud passes streamed answers on as text; this one is not UTF-8");
  }

  setContentType() {
    // Who invokes without streaming gets the content alone.
    if (this.#begun)
      throw new RuntimeError("InvalidStreamingOperation", "Cannot set content-type, too late.");
  }

  write(chunk, ...rest) {
    if (!this.#begun) this._onBeforeFirstWrite?.((part) => super.write(part));
    this.#begun = true;
    const isData = typeof chunk === "string" || chunk instanceof Uint8Array;
    return super.write(isData ? chunk : JSON.stringify(chunk), ...rest);
  }

  _write(chunk, _encoding, done) {
    this.#chunks.push(chunk);
    done();
  }
}

/** What Lambda's runtime offers as `awslambda.HttpResponseStream`. */
const HttpResponseStream = {
  /** Lets status and headers go ahead of the first `write`. */
  from(stream, metadata) {
    stream.setContentType(HTTP_RESPONSE_TYPE);
    stream._onBeforeFirstWrite = (write) => {
      write(JSON.stringify(metadata));
      write(new Uint8Array(DELIMITER_BYTES));
    };
    return stream;
  },
};

/** Defines the global `awslambda` as Lambda's Node.js runtimes do, unless the function's environment forbids it. */
export function offerStreaming() {
  if (["1", "true"].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) return;
  const streamifyResponse = (handler, options) => {
    handler[STREAMING] = "response";
    if (typeof options?.highWaterMark === "number") handler[HIGH_WATER_MARK] = options.highWaterMark;
    return handler;
  };
  globalThis.awslambda = { streamifyResponse, HttpResponseStream };
}

/** Whether a handler writes its answer to a stream. */
export function streamsResponse(handler) {
  return handler[STREAMING] === "response";
}

/**
 * Runs a handler that writes to a stream, and waits for both.
 * @returns all that it has written
 */
export async function streamedText(handler, event, context) {
  const stream = new ResponseStream({ highWaterMark: handler[HIGH_WATER_MARK] });
  const written = finished(stream);
  const running = handler(event, stream, context);
  if (typeof running?.then !== "function") throw "Streaming does not support non-async handlers.";
  const [result] = await Promise.all([running, written]);
  // biome-ignore lint/suspicious/noConsole: the function's own, whose lines go to its log.
  if (result !== undefined) console.warn("Streaming handlers ignore return values.");
  return stream.text;
}
