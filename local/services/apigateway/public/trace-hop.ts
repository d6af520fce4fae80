import type { Kernel } from "../../../kernel/kernel";
import type { Hop, Step } from "../../../kernel/trace";
import type { ApiIdentity, Exchange } from "./exchange";

/** Enough of a body to find the ids in it. */
const LONGEST_BODY = 10_000;

/** Records that a request reached an API, before what the API does with it. */
export function recordHop(
  kernel: Kernel,
  exchange: Exchange,
  outcome: Hop["outcome"],
  reason?: string,
): void {
  kernel.traces.record(new Arrival(exchange, outcome, reason));
}

/** A request that reached an API; what it says is put together when somebody looks, which costs more than to keep it. */
class Arrival implements Step {
  readonly traceId: string;
  readonly atMs: number;
  private readonly api: ApiIdentity;
  private readonly stage: string;
  private readonly method: string;
  private readonly path: string;
  private readonly queryText: string;
  private readonly requestId: string;
  private readonly body: string;

  constructor(
    { traceId, atMs, api, stage, method, path, queryText, requestId, request }: Exchange,
    readonly outcome: Hop["outcome"],
    readonly reason: string | undefined,
  ) {
    this.traceId = traceId;
    this.atMs = atMs;
    this.api = api;
    this.stage = stage;
    this.method = method;
    this.path = path;
    this.queryText = queryText;
    this.requestId = requestId;
    this.body = request.body.toString("utf8", 0, LONGEST_BODY);
  }

  get from(): string {
    return "client";
  }

  get action(): string {
    return "execute-api:Invoke";
  }

  get resource(): string {
    return `${this.api.traceArn}/${this.stage}/${this.method}${this.path}`;
  }

  get payloadBytes(): number {
    return this.body.length;
  }

  get payload(): string {
    const url = this.queryText === "" ? this.path : `${this.path}?${this.queryText}`;
    return `${this.requestId} ${this.method} ${url} ${this.body}`.trimEnd();
  }
}
