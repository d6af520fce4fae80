import type { HttpResponse } from "../../kernel/service";

/** An answer of the API itself, instead of one of the function. */
export interface Refusal extends HttpResponse {
  /** What access logs say of it. */
  readonly message: string;
}

/** An answer of the API itself, as HTTP APIs word it. */
export function refuse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return {
    message,
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ message }),
  };
}

/** What goes wrong inside, which callers are told no more about. */
export function internalError(): Refusal {
  return refuse(500, "Internal Server Error");
}
