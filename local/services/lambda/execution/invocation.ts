import type { Kernel } from "../../../kernel/kernel";
import { invalidRequestContent } from "../errors";
import type { FunctionVersion, LambdaFunction } from "../state";
import type { ExecutionEnvironment, Outcome, Run } from "./execution-environment";
import { endLines, endOfEnvironment, outcomePayload, startLine } from "./log-lines";
import type { InvocationInput } from "./messages";

/** What is to be run. */
export interface Target {
  readonly fn: LambdaFunction;
  readonly version: FunctionVersion;
  /** The ARN as the caller named it. */
  readonly invokedArn: string;
}

export interface InvocationRequest {
  readonly requestId: string;
  readonly traceId: string;
  /** The event as JSON. */
  readonly payload: string;
  /** As JSON. */
  readonly clientContext?: string | undefined;
  /** Whether the result is to carry the end of the log. */
  readonly tail?: boolean;
}

export interface InvocationResult {
  /** The answer, or with `functionError` what went wrong, as JSON. */
  readonly payload: string;
  readonly functionError: "Unhandled" | undefined;
  readonly logTail: string | undefined;
}

/** One invocation in an environment: what the function is given, what the log says of it, what the caller gets. */
export class Invocation implements Run {
  readonly input: InvocationInput;
  private startMs = 0;
  private outcome: Outcome = { kind: "timeout" };
  private endMs = 0;
  private logTail: string | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly environment: ExecutionEnvironment,
    target: Target,
    private readonly request: InvocationRequest,
  ) {
    const sampled = target.version.config.tracing === "Active" ? 1 : 0;
    this.input = {
      requestId: request.requestId,
      payload: request.payload,
      traceHeader: `Root=${request.traceId};Parent=${kernel.ids.hex(16)};Sampled=${sampled}`,
      invokedArn: target.invokedArn,
      clientContext: request.clientContext,
    };
  }

  /** Opens the log. */
  begin(): void {
    const { log, version } = this.environment;
    this.startMs = this.kernel.clock.now();
    if (this.request.tail === true) log.beginTail();
    log.platform(startLine(version, this.request.requestId, this.startMs));
  }

  /** Closes the log. */
  end(outcome: Outcome): void {
    const { environment, request } = this;
    const { log } = environment;
    this.outcome = outcome;
    this.endMs = this.kernel.clock.now();
    const lastWords = endOfEnvironment(environment, request, outcome, this.endMs);
    if (lastWords !== undefined) log.lastWords(lastWords);
    for (const line of endLines(environment, request, outcome, this.startMs, this.endMs)) log.platform(line);
    if (request.tail === true) this.logTail = log.endTail();
  }

  /**
   * What the caller gets, once it has ended.
   * @throws AwsError InvalidRequestContentException
   */
  get result(): InvocationResult {
    const { environment, request, outcome, endMs, logTail } = this;
    if (outcome.kind === "unreadable") throw invalidRequestContent(outcome.message);
    return outcome.kind === "result"
      ? { payload: outcome.payload, functionError: undefined, logTail }
      : {
          payload: outcomePayload(environment, request, outcome, endMs),
          functionError: "Unhandled",
          logTail,
        };
  }
}
