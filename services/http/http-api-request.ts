import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import { correlationIdOf, decodeBody, type HttpRequest, lowerCaseNames, present } from "./request";

/** The event of an HTTP API; routes without authorizer have none in the request context. */
export type HttpApiEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

/** Reads the event of an HTTP API's Lambda integration (payload format 2.0). */
export function readHttpApiRequest(event: HttpApiEvent): HttpRequest {
  const { requestContext } = event;
  const headers = lowerCaseNames(present(event.headers));
  const claims = "authorizer" in requestContext ? requestContext.authorizer?.jwt?.claims : undefined;
  return {
    method: requestContext.http.method,
    resource: resourceOf(event.routeKey),
    params: present(event.pathParameters),
    query: present(event.queryStringParameters),
    headers,
    body: decodeBody(event.body, event.isBase64Encoded),
    correlationId: correlationIdOf(headers, requestContext.requestId),
    ...(claims && { claims }),
  };
}

/** A route key is the method and the path: `GET /basket/{userName}`. */
function resourceOf(routeKey: string): string {
  return routeKey.slice(routeKey.indexOf(" ") + 1);
}
