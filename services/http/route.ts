import type * as z from "zod";
import { ADMIN_GROUP, type Caller, callerOf } from "./caller";
import { readJsonBody } from "./json-body";
import { invalid, problem } from "./problem";
import type { HttpRequest } from "./request";
import type { HttpResponse } from "./response";

/** Who may call a route. `owner` is the signed-in user whom the route's `ownedBy` names. */
export type Access = "anyone" | "owner" | "admin";

/** The names in braces of a path: `/basket/{userName}` has `userName`. */
type ParameterNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;

/** What a route's answer is made from; body and query have passed their schemas. */
export interface RouteInput<Path extends string, Body, Query> {
  readonly request: HttpRequest;
  readonly params: Readonly<Record<ParameterNames<Path>, string>>;
  readonly body: Body;
  readonly query: Query;
}

interface RouteCommon<Path extends string, Body, Query> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: Path;
  /** Schema of the JSON body; routes without one ignore the body. */
  readonly body?: z.ZodType<Body>;
  /** Schema of the query parameters; routes without one ignore the query. */
  readonly query?: z.ZodType<Query>;
}

interface OpenRoute<Path extends string, Body, Query> extends RouteCommon<Path, Body, Query> {
  readonly access: "anyone";
  answer(input: RouteInput<Path, Body, Query>): Promise<HttpResponse>;
}

interface AdminRoute<Path extends string, Body, Query> extends RouteCommon<Path, Body, Query> {
  readonly access: "admin";
  answer(input: RouteInput<Path, Body, Query> & { readonly caller: Caller }): Promise<HttpResponse>;
}

interface OwnerRoute<Path extends string, Body, Query> extends RouteCommon<Path, Body, Query> {
  readonly access: "owner";
  /** The user whom the requested thing belongs to. */
  ownedBy(input: RouteInput<Path, Body, Query>): string;
  answer(input: RouteInput<Path, Body, Query> & { readonly caller: Caller }): Promise<HttpResponse>;
}

export type RouteSpec<Path extends string, Body, Query> =
  | OpenRoute<Path, Body, Query>
  | AdminRoute<Path, Body, Query>
  | OwnerRoute<Path, Body, Query>;

/** A route with its schemas and its access rule applied. */
export interface Route {
  readonly method: string;
  readonly path: string;
  run(request: HttpRequest): Promise<HttpResponse>;
}

/** Makes a route of its description: 401 and 403 by its access, 400 by its schemas, then its answer. */
export function route<Path extends string, Body = undefined, Query = undefined>(
  spec: RouteSpec<Path, Body, Query>,
): Route {
  return {
    method: spec.method,
    path: spec.path,
    async run(request) {
      const caller = callerOf(request);
      const refusal = refuse(spec.access, request, caller);
      if (refusal) return refusal;

      const body = readPart(spec.body, "body", () => readJsonBody(request.body));
      if (!body.ok) return body.answer;
      const query = readPart(spec.query, "query", () => ({ ok: true, value: request.query }));
      if (!query.ok) return query.answer;

      // API Gateway fills them from this very path, so each of its names is there.
      const { params } = request;
      const input = { request, params, body: body.value, query: query.value } as RouteInput<
        Path,
        Body,
        Query
      >;
      if (spec.access === "anyone") return spec.answer(input);
      if (!caller) return unauthorized();
      if (spec.access === "owner" && spec.ownedBy(input) !== caller.userName) {
        return problem(403, {
          detail: `This belongs to another user; you are signed in as ${caller.userName}.`,
        });
      }
      return spec.answer({ ...input, caller });
    },
  };
}

function refuse(access: Access, request: HttpRequest, caller: Caller | undefined): HttpResponse | undefined {
  if (access === "anyone") return undefined;
  if (!request.claims) return unauthorized();
  if (!caller) return problem(403, { detail: "The token stands for no user; sign in and send that token." });
  if (access === "admin" && !caller.groups.includes(ADMIN_GROUP)) {
    return problem(403, {
      detail: `Only members of the group ${ADMIN_GROUP} may do this; ${caller.userName} is not one of them.`,
    });
  }
  return undefined;
}

function unauthorized(): HttpResponse {
  return problem(401, {
    detail: "Sign in and send the token in the Authorization header.",
    headers: { "www-authenticate": "Bearer" },
  });
}

type Part<Value> =
  | { readonly ok: true; readonly value: Value | undefined }
  | { readonly ok: false; readonly answer: HttpResponse };

function readPart<Value>(
  schema: z.ZodType<Value> | undefined,
  place: "body" | "query",
  read: () => Part<unknown>,
): Part<Value> {
  if (!schema) return { ok: true, value: undefined };
  const raw = read();
  if (!raw.ok) return raw;
  const parsed = schema.safeParse(raw.value, {
    error: (issue) => (issue.input === undefined ? "is required" : undefined),
  });
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, answer: invalid(place, parsed.error) };
}
