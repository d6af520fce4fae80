import type { HttpResponse } from "../../kernel/service";

/** An answer of the API itself, as HTTP APIs word it. */
export function refuse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ message }),
  };
}

/** What goes wrong inside, which callers are told no more about. */
export function internalError(): HttpResponse {
  return refuse(500, "Internal Server Error");
}
