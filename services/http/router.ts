import { problem } from "./problem";
import type { HttpRequest } from "./request";
import type { HttpResponse } from "./response";
import type { Route } from "./route";

/** Longer than any id or user name; DynamoDB refuses keys from 2 048 bytes on. */
const MAX_PARAMETER_CHARS = 128;

/** What a request led to, and the route's path for logs (the real path can name a person). */
export interface Routed {
  readonly response: HttpResponse;
  readonly route: string;
}

/** Runs the route that fits method and path; 404 where no path fits, 405 where only the method does not. */
export async function dispatch(routes: readonly Route[], request: HttpRequest): Promise<Routed> {
  const matches = routes.flatMap((route) => {
    const params = match(route.path, request.path);
    return params ? [{ route, params }] : [];
  });
  // POST /basket/checkout fits /basket/{userName} as well; the path without parameters goes first.
  matches.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);

  const [first] = matches;
  if (!first) {
    const detail = `There is nothing at ${request.path}.`;
    return { response: problem(404, { detail }), route: "none" };
  }
  const hit = matches.find(({ route }) => route.method === request.method);
  if (!hit) {
    const allow = matches.map(({ route }) => route.method).join(", ");
    const detail = `${request.method} is not possible here; allowed: ${allow}.`;
    return { response: problem(405, { detail, headers: { allow } }), route: first.route.path };
  }
  return { response: await hit.route.run(request, hit.params), route: hit.route.path };
}

/** The parameters of `path` if it has the shape of `template`. */
function match(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split("/");
  const actual = path.split("/");
  if (expected.length !== actual.length) return undefined;

  const params: Record<string, string> = {};
  for (const [at, part] of expected.entries()) {
    const segment = actual[at] ?? "";
    if (part.startsWith("{")) {
      const value = decodeSegment(segment);
      if (value === "" || value.length > MAX_PARAMETER_CHARS) return undefined;
      params[part.slice(1, -1)] = value;
    } else if (part !== segment) return undefined;
  }
  return params;
}

/** API Gateway delivers some paths decoded already, in which a lone % is no escape. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
