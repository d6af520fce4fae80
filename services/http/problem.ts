import type * as z from "zod";
import type { HttpResponse } from "./response";

/** One wrong field of a request: its path in the body or its name in the query, and the rule it broke. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export interface ProblemOptions {
  /** What went wrong in this request and how to get out of it. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

const TITLES = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Content Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
} as const;

/** The statuses that routes answer problems with. */
export type ProblemStatus = keyof typeof TITLES;

/** An `application/problem+json` answer (RFC 9457); `type` is about:blank, so the title is the status. */
export function problem(status: ProblemStatus, { detail, errors, headers }: ProblemOptions): HttpResponse {
  return {
    statusCode: status,
    headers: { "content-type": "application/problem+json", ...headers },
    body: JSON.stringify({ type: "about:blank", title: TITLES[status], status, detail, errors }),
  };
}

/** 400 for everything that a schema found wrong, each field by name. */
export function invalid(place: "body" | "query", error: z.ZodError): HttpResponse {
  const errors = error.issues.map((issue) => ({
    field: fieldName(issue.path) || place,
    message: issue.message,
  }));
  const fields = [...new Set(errors.map(({ field }) => field))].join(", ");
  return problem(400, { detail: `The ${place} of the request is wrong in: ${fields}.`, errors });
}

/** `["items", 0, "quantity"]` reads `items[0].quantity`. */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((key, at) => (typeof key === "number" ? `[${key}]` : at === 0 ? String(key) : `.${String(key)}`))
    .join("");
}
