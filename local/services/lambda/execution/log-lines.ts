import { isoTime } from "../../../kernel/clock";
import type { FunctionVersion } from "../state";
import type { ExecutionEnvironment, Outcome } from "./execution-environment";

const MB = 1_048_576;

/** The invocation that lines are about. */
interface Subject {
  readonly requestId: string;
  readonly traceId: string;
}

/** The line that opens an invocation. */
export function startLine({ version, config }: FunctionVersion, requestId: string, nowMs: number): string {
  return config.logging.format === "JSON"
    ? jsonLine(nowMs, "platform.start", { requestId, version })
    : `START RequestId: ${requestId} Version: ${version}\n`;
}

/** The line about an init phase that took too long. */
export function initTimeoutLine(
  { version, initialization, initMs = 0 }: ExecutionEnvironment,
  nowMs: number,
): string {
  const phase = "init";
  const status = "timeout";
  return version.config.logging.format === "JSON"
    ? jsonLine(nowMs, "platform.initReport", {
        initializationType: initialization,
        phase,
        status,
        metrics: { durationMs: initMs },
      })
    : `INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms\tPhase: ${phase}\tStatus: ${status}\t\n`;
}

/** The lines that close an invocation: what went wrong, END and REPORT. */
export function endLines(
  environment: ExecutionEnvironment,
  { requestId, traceId }: Subject,
  outcome: Outcome,
  startMs: number,
  nowMs: number,
): string[] {
  const { config } = environment.version;
  const durationMs = nowMs - startMs;
  const { initMs } = environment;
  environment.initMs = undefined;
  const problem = problemOf(environment, requestId, outcome, nowMs);
  const billedMs = Math.max(1, Math.ceil(durationMs));
  const memoryMb = Math.ceil(environment.memoryBytes / MB);
  if (config.logging.format === "JSON") {
    const metrics = {
      durationMs,
      billedDurationMs: billedMs,
      memorySizeMB: config.memoryMb,
      maxMemoryUsedMB: memoryMb,
      ...(initMs === undefined ? {} : { initDurationMs: initMs }),
    };
    const status = problem?.status ?? (outcome.kind === "failure" ? "error" : "success");
    const errorType = problem?.status === "error" ? { errorType: problem.type } : {};
    return [jsonLine(nowMs, "platform.report", { requestId, metrics, status, ...errorType })];
  }
  const report =
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billedMs} ms\t` +
    `Memory Size: ${config.memoryMb} MB\tMax Memory Used: ${memoryMb} MB` +
    (initMs === undefined ? "" : `\tInit Duration: ${initMs.toFixed(2)} ms`) +
    (problem === undefined ? "" : `\tStatus: ${problem.status}`) +
    (problem?.status === "error" ? `\tError Type: ${problem.type}` : "");
  const xray = config.tracing === "Active" ? `XRAY TraceId: ${traceId}\tSampled: true\t\n` : "";
  const end = [`END RequestId: ${requestId}\n`, `${report}\t\n${xray}`];
  return problem === undefined ? end : [`${problem.logText}\n`, ...end];
}

/** The payload of an invocation that gave no result, as JSON. */
export function outcomePayload(
  environment: ExecutionEnvironment,
  { requestId }: Subject,
  outcome: Outcome,
  nowMs: number,
): string {
  if (outcome.kind === "failure") return outcome.payload;
  const problem = problemOf(environment, requestId, outcome, nowMs);
  return JSON.stringify({ errorType: problem?.type, errorMessage: problem?.message });
}

/** In words, what ended an environment: a timeout or an exit; undefined when it goes on. */
export function endOfEnvironment(
  environment: ExecutionEnvironment,
  { requestId }: Subject,
  outcome: Outcome,
  nowMs: number,
): string | undefined {
  return problemOf(environment, requestId, outcome, nowMs)?.message;
}

/** What happened to the environment, as opposed to inside of the handler. */
function problemOf(environment: ExecutionEnvironment, requestId: string, outcome: Outcome, nowMs: number) {
  if (outcome.kind === "timeout") {
    const seconds = environment.version.config.timeoutSeconds.toFixed(2);
    const message = `${isoTime(nowMs)} ${requestId} Task timed out after ${seconds} seconds`;
    return { status: "timeout", type: "Sandbox.Timedout", message, logText: `${message}\n` };
  }
  if (outcome.kind !== "exit") return undefined;
  const why =
    outcome.reason === "exit status 0"
      ? "Runtime exited without providing a reason"
      : `Runtime exited with error: ${outcome.reason}`;
  const message = `RequestId: ${requestId} Error: ${why}`;
  const type = "Runtime.ExitError";
  return { status: "error", type, message, logText: `${message}\n${type}` };
}

function jsonLine(atMs: number, type: string, record: object): string {
  return `${JSON.stringify({ time: isoTime(atMs), type, record })}\n`;
}
