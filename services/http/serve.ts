import type { Logger } from "@aws-lambda-powertools/logger";
import type {
  APIGatewayProxyEvent,
  APIGatewayProxyResult,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";
import { type HttpApiEvent, readHttpApiRequest } from "./http-api-request";
import { problem } from "./problem";
import type { HttpRequest } from "./request";
import type { HttpResponse } from "./response";
import { readRestRequest } from "./rest-request";
import type { Route } from "./route";
import { dispatch } from "./router";

/** The part of the Powertools logger that serving needs. */
export type RequestLogger = Pick<Logger, "addContext" | "setCorrelationId" | "info" | "error">;

export interface ServeOptions {
  readonly routes: readonly Route[];
  readonly logger: RequestLogger;
}

export interface ServeRestOptions extends ServeOptions {
  /**
   * Origins whose pages may read the answers, or `*`. A REST API answers preflights by itself, but the
   * headers of a proxied answer are the function's to set.
   * @defaultValue none
   */
  readonly allowedOrigins?: readonly string[];
}

/** The Lambda handler of a REST API (payload format 1.0). */
export function serveRest({ routes, logger, allowedOrigins = [] }: ServeRestOptions) {
  return async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
    logger.addContext(context);
    const request = readRestRequest(event);
    const { headers, ...response } = await answer(routes, request, logger);
    return {
      ...response,
      headers: { ...headers, ...corsHeaders(allowedOrigins, request.headers["origin"]) },
    };
  };
}

/** The Lambda handler of an HTTP API (payload format 2.0); the API itself adds CORS headers. */
export function serveHttpApi({ routes, logger }: ServeOptions) {
  return async (event: HttpApiEvent, context: Context): Promise<APIGatewayProxyStructuredResultV2> => {
    logger.addContext(context);
    const { headers, ...response } = await answer(routes, readHttpApiRequest(event), logger);
    return { ...response, headers: { ...headers } };
  };
}

async function answer(
  routes: readonly Route[],
  request: HttpRequest,
  logger: RequestLogger,
): Promise<HttpResponse> {
  logger.setCorrelationId(request.correlationId);
  const response = await runSafely(routes, request, logger);
  return { ...response, headers: { ...response.headers, "x-correlation-id": request.correlationId } };
}

async function runSafely(
  routes: readonly Route[],
  request: HttpRequest,
  logger: RequestLogger,
): Promise<HttpResponse> {
  try {
    const { response, route } = await dispatch(routes, request);
    logger.info("request served", { method: request.method, route, status: response.statusCode });
    return response;
  } catch (error) {
    logger.error("request failed", error instanceof Error ? error : new Error(String(error)));
    const detail = `The service failed; try again later and quote the correlation id ${request.correlationId}.`;
    return problem(500, { detail });
  }
}

/** Pages read few headers unless told of more; HTTP APIs tell of the same ones. */
const READABLE = { "access-control-expose-headers": "location,retry-after,x-correlation-id" };

function corsHeaders(allowed: readonly string[], origin: string | undefined): Record<string, string> {
  if (allowed.length === 0) return {};
  if (allowed.includes("*")) return { ...READABLE, "access-control-allow-origin": "*" };
  const known = origin !== undefined && allowed.includes(origin);
  return { vary: "origin", ...(known && { ...READABLE, "access-control-allow-origin": origin }) };
}
