/** A request as routes see it, whichever API Gateway flavour delivered it. */
export interface HttpRequest {
  readonly method: string;
  /** The path of the route that API Gateway has found, with the names of its parameters: `/basket/{userName}`. */
  readonly resource: string;
  /** The parameters of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Claims of the verified token; absent where the route has no authorizer. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly correlationId: string;
}

/** What both payload formats say about a body. */
export function decodeBody(body: string | null | undefined, isBase64Encoded: boolean): Uint8Array {
  return Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
}

/** Headers or parameters without the empty ones. */
export function present(
  entries: Readonly<Record<string, string | undefined>> | null | undefined,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(entries ?? {})) {
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/** REST APIs pass header names as the client wrote them; they mean the same in any case. */
export function lowerCaseNames(entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name.toLowerCase(), value]));
}

/**
 * The id that ties together everything one request causes: the caller's `x-correlation-id` where it is
 * fit for logs (up to 128 letters, digits and `._:=-`), else the request id of API Gateway.
 */
export function correlationIdOf(headers: Readonly<Record<string, string>>, requestId: string): string {
  const offered = headers["x-correlation-id"];
  return offered !== undefined && /^[\w.:=-]{1,128}$/.test(offered) ? offered : requestId;
}
