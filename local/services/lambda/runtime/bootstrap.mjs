/**
 * The main file of a worker that plays one execution environment: it loads the function and answers invocations,
 * one at a time, as Lambda's Node.js runtime does.
 */
import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { CloudConnections } from "./cloud-connections.mjs";
import { contextOf } from "./context.mjs";
import { errorPayload, RuntimeError } from "./error-report.mjs";
import { loadHandler } from "./load-handler.mjs";
import { LogOutput } from "./log-output.mjs";
import { useOneConnection } from "./one-connection.mjs";
import { keepOwnSignals } from "./own-signals.mjs";
import { payloadMessage, responseMessage } from "./response.mjs";
import { offerStreaming, streamedText, streamsResponse } from "./response-stream.mjs";
import { SeededChance } from "./seeded-chance.mjs";
import { VirtualTime } from "./virtual-time.mjs";
import { beginIn } from "./working-directory.mjs";

/** Reading the memory's size costs more than a small invocation, and next to nothing beside a long one. */
const MEMORY_EVERY_MS = 250;
const LONG_INVOCATION_MS = 10;
/** In real time, whatever the function sees. */
const realNow = performance.now.bind(performance);
const REQUEST_ID = Symbol.for("aws.lambda.runtime.requestId");

const { directory, handlerName, memoryBytes, sharedNow, sharedBegun, clientPorts, clientNumber, seed } =
  workerData;
/** The number of the invocation that has begun last; the cloud raises it to take back what it has sent ahead. */
const begun = new Int32Array(sharedBegun);
const time = sharedNow === undefined ? undefined : new VirtualTime(sharedNow);
const { AWS_ENDPOINT_URL } = process.env;
const connections =
  time === undefined ? undefined : new CloudConnections(AWS_ENDPOINT_URL, clientPorts, clientNumber);
if (time !== undefined) {
  time.install();
  new SeededChance(seed).install();
  connections.install();
  useOneConnection(AWS_ENDPOINT_URL);
}
const output = new LogOutput((atMs, text) => post({ kind: "log", atMs, text }), workerData);
output.install();
const kill = keepOwnSignals(post);
beginIn(directory);
offerStreaming();
// Node writes warnings past process.stderr, which would be the cloud's own.
process.removeAllListeners("warning");
process.on("warning", ({ name, message }) =>
  process.stderr.write(`(node:${process.pid}) ${name}: ${message}\n`),
);

let handler;
let streams = false;
/** What is under way: the init phase or an invocation. */
let current;
/** Invocations that were sent ahead, while another one runs. */
const ahead = [];
/** The cloud's number of what was set in motion last, so that it can tell late news from fresh. */
let { turn } = workerData;
/** The probe that is to be answered when nothing but connections to the cloud is left. */
let asked;
let memoryReadAtMs = Number.NEGATIVE_INFINITY;

parentPort.on("message", (messages) => {
  for (const message of messages) receive(message);
});
process.on("beforeExit", runDry);
process.on("uncaughtException", (error) => die("Uncaught Exception", error, 129));
process.on("unhandledRejection", (reason) => {
  const error = new RuntimeError("UnhandledPromiseRejection", String(reason), { reason });
  die("Unhandled Promise Rejection", error, 128);
});
init();

function post(message) {
  parentPort.postMessage(message);
}

function init() {
  begin({});
  loadHandler(directory, handlerName).then(
    (loaded) => {
      handler = loaded;
      streams = streamsResponse(handler);
      finish({ kind: "ready" });
    },
    (error) => die("Uncaught Exception", error, 129),
  );
}

function receive(message) {
  if (message.kind === "invoke") {
    ahead.push(message);
    next();
  } else if (message.kind === "probe") {
    asked = message.id;
    connections.setAside();
    // A worker that idles has said so already; what asks anew does not know of it.
    parentPort.unref();
  } else {
    turn = message.turn;
    parentPort.unref();
    time.fireDue();
  }
}

function begin(work) {
  current = work;
  work.startMs = realNow();
  // Nothing but the function may keep the event loop going now, so that it runs dry when the function idles.
  if (time !== undefined) parentPort.unref();
}

function finish(message) {
  if (current === undefined) return;
  const nowMs = realNow();
  message.tookMs = nowMs - current.startMs;
  if (message.tookMs >= LONG_INVOCATION_MS || nowMs - memoryReadAtMs >= MEMORY_EVERY_MS) {
    memoryReadAtMs = nowMs;
    message.memoryBytes = memoryInUse();
    // V8 bounds its heap itself; buffers lie outside of it.
    if (message.memoryBytes > memoryBytes) return kill();
  }
  current = undefined;
  // In virtual time the cloud waits until what is left running, too, has come to rest; see `runDry`.
  if (time === undefined) parentPort.ref();
  output.flush();
  // Posted at once: what begins next may end the process.
  post(message);
  if (ahead.length > 0) queueMicrotask(next);
}

function memoryInUse() {
  const { used_heap_size: heapBytes, external_memory: bufferBytes } = getHeapStatistics();
  return heapBytes + bufferBytes;
}

/** Begins the next invocation that the cloud has not taken back meanwhile. */
function next() {
  while (current === undefined && ahead.length > 0) {
    const message = ahead.shift();
    const before = message.number - 1;
    if (Atomics.compareExchange(begun, 0, before, message.number) === before) invoke(message);
  }
}

function invoke({ input, deadlineMs, turn: itsTurn }) {
  const work = { waitsForEmptyLoop: false, answer: undefined };
  turn = itsTurn;
  output.requestId = input.requestId;
  globalThis[REQUEST_ID] = input.requestId;
  process.env._X_AMZN_TRACE_ID = input.traceHeader;
  begin(work);
  let event;
  try {
    event = JSON.parse(input.payload);
  } catch (error) {
    finish({ kind: "unreadable", message: error.message });
    return;
  }
  time?.fireDue();
  const succeed = (result) => current === work && respond(result);
  const fail = (error) => current === work && reject(error ?? "handled");
  const context = contextOf(input, deadlineMs, { succeed, fail });
  if (streams) {
    streamedText(handler, event, context).then(
      (text) => current === work && finish(payloadMessage(text)),
      fail,
    );
    return;
  }
  const callback = (error, result) => {
    if (work.answer !== undefined) return;
    work.answer = () => context.done(error, result);
    if ((error ?? undefined) !== undefined || !context.callbackWaitsForEmptyEventLoop) work.answer();
  };
  try {
    const result = handler(event, context, callback);
    if (typeof result?.then === "function") result.then(succeed, fail);
    else waitForEmptyLoop(work);
  } catch (error) {
    fail(error);
  }
}

/** A handler that is no promise has answered when it has called back and nothing is left to do. */
function waitForEmptyLoop(work) {
  if (current !== work) return;
  work.waitsForEmptyLoop = true;
  parentPort.unref();
}

function respond(result) {
  try {
    finish(responseMessage(result));
  } catch (error) {
    reject(error);
  }
}

function reject(error) {
  output.error("Invoke Error", error);
  finish({ kind: "failure", payload: errorPayload(error) });
}

/** What nobody caught ends the process, and what was under way with it. */
function die(label, error, exitCode) {
  output.error(label, error);
  finish({ kind: "failure", payload: errorPayload(error), fatal: true });
  process.exit(exitCode);
}

/** The event loop has nothing left but timers of virtual time. */
function runDry() {
  const waiting = connections?.putBack();
  if (asked !== undefined && waiting > 0) {
    post({ kind: "probed", id: asked, waiting, nextTimerAtMs: time.nextTimerAtMs });
    asked = undefined;
    return;
  }
  if (current !== undefined && time?.fireDue()) return;
  parentPort.ref();
  if (current?.waitsForEmptyLoop && time?.nextReferencedAtMs === undefined) {
    if (current.answer === undefined) respond(null);
    else current.answer();
    return;
  }
  if (time !== undefined) post({ kind: "idle", turn, nextTimerAtMs: time.nextTimerAtMs });
}
