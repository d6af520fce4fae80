/** A question to a deployed API that needs no account, and what a healthy one answers. */
export interface Check {
  /** Name of the API: its output is `<api>_api_url`. */
  readonly api: string;
  readonly method: "GET" | "POST";
  /** Appended to the API's URL. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: string;
  readonly status: number;
  /** What the body is expected to be, for people. */
  readonly answer: string;
  /** Whether the parsed body is that; anything goes if absent. */
  readonly holds?: (body: unknown) => boolean;
}

/** An id and a user that nobody has, whose answers change nothing. */
const NOBODY = "smoke-test-nobody";

/** What is asked of the shop. Authorization comes before everything else, so a 401 proves the way to the function only. */
export const CHECKS: readonly Check[] = [
  {
    api: "product",
    method: "GET",
    path: "/product",
    status: 200,
    answer: "a list of items",
    holds: (body) => Array.isArray(member(body, "items")),
  },
  {
    api: "product",
    method: "GET",
    path: `/product/${NOBODY}`,
    status: 404,
    answer: "a problem",
    holds: (body) => member(body, "status") === 404,
  },
  {
    api: "product",
    method: "GET",
    path: "/product?limit=0",
    status: 400,
    answer: "a problem that names limit",
    holds: (body) => JSON.stringify(member(body, "errors"))?.includes('"limit"') === true,
  },
  {
    api: "product",
    method: "POST",
    path: "/product",
    body: "{",
    status: 401,
    answer: "a refusal without token",
  },
  {
    api: "basket",
    method: "GET",
    path: `/basket/${NOBODY}`,
    status: 401,
    answer: "a refusal without token",
  },
  {
    api: "order",
    method: "GET",
    path: `/order/${NOBODY}`,
    status: 401,
    answer: "a refusal without token",
  },
];

function member(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}
