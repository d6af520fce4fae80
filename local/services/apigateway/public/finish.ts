import type { HttpResponse } from "../../../kernel/service";
import type { AccessLog } from "./access-log";
import type { Exchange } from "./exchange";

/** Adds what API Gateway adds to every answer, and writes the access log. */
export function finish(
  exchange: Exchange,
  response: HttpResponse,
  accessLog: AccessLog | undefined,
  headers: Readonly<Record<string, string>>,
): HttpResponse {
  const { status, body } = response;
  if (accessLog !== undefined) {
    exchange.status = status;
    exchange.responseLength = typeof body === "string" ? Buffer.byteLength(body) : body.length;
    accessLog.write(exchange);
  }
  return { status, headers: { ...headers, ...response.headers }, body };
}
