import type { ConfigCheck } from "../config-check";
import { modelName, pathId, routeId } from "./routes";

interface PlacedRoute {
  readonly method: string;
  readonly path: string;
  /** Of REST APIs: what the body is held to. */
  readonly requestModel?: unknown;
}

/** Holds the paths of an HTTP API to what it takes, and to ids of their own. */
export function checkHttpPaths(check: ConfigCheck, routes: readonly PlacedRoute[]): void {
  const ids = new Map<string, PlacedRoute>();
  for (const route of routes) {
    checkGreedy(check, route);
    claimId(check, ids, routeId(route.method, route.path), route, (other) => other.path === route.path);
  }
}

/**
 * Holds the paths of a REST API to what its tree of resources takes, a resource per part, and to ids of their own.
 */
export function checkRestPaths(check: ConfigCheck, routes: readonly PlacedRoute[]): void {
  const ids = new Map<string, PlacedRoute>();
  const models = new Map<string, PlacedRoute>();
  const parameters = new Map<string, { readonly part: string; readonly route: PlacedRoute }>();
  for (const route of routes) {
    checkGreedy(check, route);
    check.that(
      !route.path.includes("~"),
      `route ${keyOf(route)} has "~" in its path; a part of a REST API's path has letters, digits, ".", "_" and "-" ` +
        "alone. Leave it out, or use an HttpApi.",
    );
    checkParameterNames(check, parameters, route);
    const distinct = resourcePaths(route.path).every((path) =>
      claimId(check, ids, pathId(path), route, (other) => resourcePaths(other.path).includes(path)),
    );
    // Where ids are the same, so are the names of models.
    if (distinct && route.requestModel !== undefined) checkModelName(check, models, route);
  }
}

/** `/a/{id}` → `/a`, `/a/{id}`; the root is a resource of its own only where it is the route. */
function resourcePaths(path: string): readonly string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return parts.length === 0 ? ["/"] : parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
}

function checkGreedy(check: ConfigCheck, route: PlacedRoute): void {
  const [, greedy] = /(\{[^}]*\+\})\//.exec(route.path) ?? [];
  check.that(
    greedy === undefined,
    `route ${keyOf(route)} has ${greedy} before the end of its path; it takes everything that follows, so it must ` +
      'come last. Leave out what is behind it, or the "+".',
  );
}

function checkParameterNames(
  check: ConfigCheck,
  known: Map<string, { readonly part: string; readonly route: PlacedRoute }>,
  route: PlacedRoute,
): void {
  const parts = route.path.split("/").slice(1);
  for (const [index, part] of parts.entries()) {
    if (!part.startsWith("{")) continue;
    const parent = `/${parts.slice(0, index).join("/")}`;
    const other = known.get(parent);
    check.that(
      other === undefined || other.part === part,
      `routes ${other && keyOf(other.route)} and ${keyOf(route)} have the parameters ${other?.part} and ${part} at one ` +
        `place, below ${parent}; a REST API takes one there. Give them one name.`,
    );
    if (other === undefined) known.set(parent, { part, route });
  }
}

function checkModelName(check: ConfigCheck, models: Map<string, PlacedRoute>, route: PlacedRoute): void {
  const name = modelName(routeId(route.method, route.path));
  const other = models.get(name);
  check.that(
    other === undefined || other.path === route.path,
    `the request models of routes ${other && keyOf(other)} and ${keyOf(route)} are both named ${name}: names of models ` +
      "have letters and digits alone. Rename one of the paths.",
  );
  models.set(name, route);
}

/** Notes a route that would get the id of another; tells whether it has one of its own. */
function claimId(
  check: ConfigCheck,
  ids: Map<string, PlacedRoute>,
  id: string,
  route: PlacedRoute,
  isSame: (other: PlacedRoute) => boolean,
): boolean {
  const other = ids.get(id);
  const free = other === undefined || isSame(other);
  check.that(
    free,
    `routes ${other && keyOf(other)} and ${keyOf(route)} both get the id "${id}": ids, of which Terraform's addresses ` +
      "are made, tell paths apart by words, not by signs and capitals. Rename one of the paths.",
  );
  if (other === undefined) ids.set(id, route);
  return free;
}

function keyOf({ method, path }: PlacedRoute): string {
  return `${method} ${path}`;
}
