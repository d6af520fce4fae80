import type { Kernel } from "../../../kernel/kernel";
import type { Exchange } from "./exchange";

/** Enough of a body to find the ids in it. */
const LONGEST_BODY = 10_000;

/** Records that a request reached an API, before what the API does with it. */
export function recordHop(
  kernel: Kernel,
  exchange: Exchange,
  outcome: "ok" | "denied" | "error",
  reason?: string,
): void {
  const { api, method, path, request, stage } = exchange;
  const url = exchange.queryText === "" ? path : `${path}?${exchange.queryText}`;
  const body = request.body.length === 0 ? "" : ` ${request.body.toString("utf8", 0, LONGEST_BODY)}`;
  kernel.traces.record({
    traceId: exchange.traceId,
    atMs: exchange.atMs,
    from: "client",
    action: "execute-api:Invoke",
    resource: `${api.traceArn}/${stage}/${method}${path}`,
    outcome,
    reason,
    payload: `${exchange.requestId} ${method} ${url}${body}`,
  });
}
