/** An answer that both payload formats of API Gateway understand. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for answers without content. */
  readonly body: string;
}

/** An answer with a JSON body. */
export function json(
  statusCode: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    statusCode,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(value),
  };
}

/** 201 with the new resource and where to find it, relative to the request, as the API may stand below a stage. */
export function created(value: unknown, location: string): HttpResponse {
  return json(201, value, { location });
}

/** 204: done, nothing to say. */
export function noContent(): HttpResponse {
  return { statusCode: 204, headers: {}, body: "" };
}
