import { isoTime } from "../../../kernel/clock";
import type { FunctionVersion } from "../state";
import type { ExecutionEnvironment, Outcome } from "./execution-environment";

const MB = 1_048_576;

/** The line that opens an invocation. */
export function startLine({ version }: FunctionVersion, requestId: string): string {
  return `START RequestId: ${requestId} Version: ${version}\n`;
}

/** The lines that close an invocation: what went wrong, END and REPORT. */
export function endLines(
  environment: ExecutionEnvironment,
  { requestId, traceId }: { readonly requestId: string; readonly traceId: string },
  outcome: Outcome,
  startMs: number,
  nowMs: number,
): string[] {
  const { config } = environment.version;
  const durationMs = nowMs - startMs;
  const { initMs } = environment;
  environment.initMs = undefined;
  const problem = problemOf(environment, requestId, outcome, nowMs);
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.max(1, Math.ceil(durationMs))} ms`,
    `Memory Size: ${config.memoryMb} MB`,
    `Max Memory Used: ${Math.ceil(environment.memoryBytes / MB)} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ...(problem === undefined ? [] : [`Status: ${problem.status}`]),
    ...(problem?.status === "error" ? [`Error Type: ${problem.type}`] : []),
  ].join("\t");
  const xray = config.tracing === "Active" ? `XRAY TraceId: ${traceId}\tSampled: true\t\n` : "";
  return [
    ...(problem === undefined ? [] : [`${problem.logText}\n`]),
    `END RequestId: ${requestId}\n`,
    `${report}\t\n${xray}`,
  ];
}

/** The payload of an invocation that gave no result, as JSON. */
export function outcomePayload(
  environment: ExecutionEnvironment,
  { requestId }: { readonly requestId: string },
  outcome: Outcome,
  nowMs: number,
): string {
  if (outcome.kind === "failure") return outcome.payload;
  const problem = problemOf(environment, requestId, outcome, nowMs);
  return JSON.stringify({ errorType: problem?.type, errorMessage: problem?.message });
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
