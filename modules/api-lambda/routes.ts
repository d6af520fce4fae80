import type { IConstruct } from "constructs";
import type { ConfigCheck } from "../config-check";
import type { PlatformFunction } from "../function";

/** Methods that a route can answer. OPTIONS belongs to CORS and is answered by API Gateway. */
export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What the routes of both kinds of API have. */
export interface BaseRoute {
  readonly method: HttpMethod;
  /** Path with parameters in braces: `/product/{id}`. */
  readonly path: string;
  /**
   * Scopes, `<resource server>/<scope>`, of which the access token needs one; another is answered with 403. Tokens of
   * machine clients have them; those of users who signed in by the API have `aws.cognito.signin.user.admin` alone.
   * @defaultValue none: any valid token will do
   */
  readonly scopes?: readonly string[];
  /** Why anyone may call the route; required where `auth` is "none". */
  readonly reason?: string;
}

/** Construct metadata by which a rule is waived, as the rules at synth read it. */
const WAIVER_METADATA = "platform:waiver";

/** Which pages of other origins may call the API. */
export interface CorsProps {
  /** Origins with scheme, without a path: `https://shop.example.com`; or `*` alone. */
  readonly origins: readonly string[];
}

/** Limits of an API stage. */
export interface ThrottlingProps {
  /** Requests per second that are always served, 1 to 10 000. */
  readonly rateLimit: number;
  /** Requests on top in one moment, 1 to 5000. */
  readonly burstLimit: number;
}

/** Headers that a page may send. In lower case, as API Gateway stores them. */
export const CORS_HEADERS = [
  "authorization",
  "content-type",
  "idempotency-key",
  "x-api-key",
  "x-correlation-id",
];
/** Seconds that a browser remembers the answer to a preflight request. */
export const CORS_MAX_AGE_SECONDS = 3600;

/** Cognito's own scopes, which belong to no resource server. */
const COGNITO_SCOPES = ["aws.cognito.signin.user.admin", "email", "openid", "phone", "profile"];

/** A resource server's identifier may have slashes, the name of a scope has none; neither has spaces or quotes. */
const RESOURCE_SERVER_SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+\/[\x21\x23-\x2e\x30-\x5b\x5d-\x7e]+$/;

const PATH = /^\/$|^(\/([A-Za-z0-9._~-]+|\{[A-Za-z0-9._-]+\+?\}))+$/;

/** Holds routes to what API Gateway takes, and open ones to having a reason. */
export function checkRoutes(
  check: ConfigCheck,
  routes: readonly (BaseRoute & { readonly auth: string })[],
): void {
  check.that(routes.length > 0, "routes is empty; an API needs at least one route.");
  const keys = new Set<string>();
  for (const { method, path, auth, reason, scopes = [] } of routes) {
    const key = `${method} ${path}`;
    check.that(!keys.has(key), `route ${key} is listed twice; a request has one answer. Remove one.`);
    keys.add(key);
    check.that(
      PATH.test(path),
      `route ${key} has the path "${path}"; it must start with "/", with no "/" at the end and each part plain ` +
        'or in braces: "/product/{id}".',
    );
    check.that(
      auth !== "none" || (reason ?? "").trim() !== "",
      `route ${key} is open to anyone without a reason. State it in "reason", or ask for a token with "auth".`,
    );
    check.that(
      auth !== "none" || scopes.length === 0,
      `route ${key} asks for scopes but no token. Set "auth", or drop the scopes.`,
    );
    for (const scope of scopes) {
      check.that(
        RESOURCE_SERVER_SCOPE.test(scope) || COGNITO_SCOPES.includes(scope),
        `route ${key} asks for the scope "${scope}"; a scope is "<resource server>/<scope>", such as "catalog/write", ` +
          `or one of Cognito's own: ${COGNITO_SCOPES.join(", ")}.`,
      );
    }
  }
}

/** Hands the reason of an open route on to the rules that every stack is held to. */
export function stateReason(
  route: IConstruct,
  { auth, reason }: BaseRoute & { readonly auth: string },
): void {
  if (auth === "none") route.node.addMetadata(WAIVER_METADATA, { rule: "public-route", reason });
}

/** Holds origins to what a browser sends and the API can answer. */
export function checkCors(check: ConfigCheck, cors: CorsProps | undefined): void {
  if (cors === undefined) return;
  const { origins } = cors;
  check.that(origins.length > 0, "cors.origins is empty; name an origin, or leave cors out.");
  check.that(
    !origins.includes("*") || origins.length === 1,
    'cors.origins has "*" beside others; "*" lets every origin in. Name the origins or leave "*" alone.',
  );
  for (const origin of origins) {
    check.that(
      origin === "*" || /^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin),
      `cors.origins has "${origin}"; an origin is scheme, host and port without a path: "https://shop.example.com".`,
    );
  }
}

/** Holds a stage's limits to their ranges. */
export function checkThrottling(check: ConfigCheck, throttling: ThrottlingProps): void {
  check.integer("throttling.rateLimit", throttling.rateLimit, 1, 10_000);
  check.integer("throttling.burstLimit", throttling.burstLimit, 1, 5000);
}

/** A handler that runs longer than API Gateway waits would work for nobody. */
export function checkHandlerTimeout(
  check: ConfigCheck,
  handler: PlatformFunction,
  waitsSeconds: number,
): void {
  check.that(
    handler.timeoutSeconds < waitsSeconds,
    `timeoutSeconds of ${handler.name} is ${handler.timeoutSeconds}; API Gateway gives up after ${waitsSeconds} s. ` +
      "Set it lower, or hand the work to a queue and answer 202.",
  );
}

/** `/product/{id}` → `product-by-id`; part of construct ids, so it never changes. */
export function pathId(path: string): string {
  const words = path
    .split("/")
    .filter((part) => part !== "")
    .map((part) => {
      const parameter = /^\{(.+?)(\+?)\}$/.exec(part);
      return parameter === null
        ? kebab(part)
        : `${parameter[2] === "+" ? "all" : "by"}-${kebab(parameter[1] ?? "")}`;
    });
  return words.length === 0 ? "root" : words.join("-");
}

/** `GET /product/{id}` → `get-product-by-id`. */
export function routeId(method: string, path: string): string {
  return `${method.toLowerCase()}-${pathId(path)}`;
}

/** `post-product-by-id` → `postProductById`: models are named in letters and digits alone. */
export function modelName(id: string): string {
  return id.replace(/-+([a-z0-9]?)/g, (_, letter: string) => letter.toUpperCase());
}

/** The one route in the form that Lambda permissions use: parameters match anything. */
export function routeArn(executionArn: string, stage: string, method: string, path: string): string {
  return `${executionArn}/${stage}/${method}${path.replace(/\{[^}]+\}/g, "*")}`;
}

function kebab(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
}
