/** The routes that the tests' APIs have; the shop's, and those of `serve`. */
const RESOURCES = [
  "/product",
  "/product/{id}",
  "/basket",
  "/basket/checkout",
  "/basket/{userName}",
  "/order",
  "/order/{userName}",
  "/good/{id}",
  "/bad",
];

/** What API Gateway tells a function of the path of a request. */
export interface MatchedRoute {
  readonly resource: string;
  readonly pathParameters: Record<string, string> | undefined;
}

/** Finds the route of a path as API Gateway does, which decodes its parameters; without one it is `$default`. */
export function matchedRoute(method: string, path: string): MatchedRoute {
  for (const resource of RESOURCES) {
    if (resource === "/basket/checkout" && method !== "POST") continue;
    const pattern = new RegExp(`^${resource.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
    const groups = pattern.exec(path)?.groups;
    if (!pattern.test(path)) continue;
    const parameters = Object.entries(groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { resource, pathParameters: groups && Object.fromEntries(parameters) };
  }
  return { resource: "$default", pathParameters: undefined };
}
