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

/** Runs the route that API Gateway has found; 404 where there is none or where a parameter can name nothing. */
export async function dispatch(routes: readonly Route[], request: HttpRequest): Promise<Routed> {
  const { method, resource, params } = request;
  const route = routes.find((candidate) => candidate.method === method && candidate.path === resource);
  if (!route || Object.values(params).some((value) => [...value].length > MAX_PARAMETER_CHARS)) {
    return {
      response: problem(404, { detail: "There is nothing at this path." }),
      route: route?.path ?? "none",
    };
  }
  return { response: await route.run(request), route: route.path };
}
