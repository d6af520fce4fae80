import type { APIGatewayProxyEvent } from "aws-lambda";
import { correlationIdOf, decodeBody, type HttpRequest, lowerCaseNames, present } from "./request";

/** Reads the event of a REST API's Lambda proxy integration (payload format 1.0). */
export function readRestRequest(event: APIGatewayProxyEvent): HttpRequest {
  const headers = lowerCaseNames(present(event.headers));
  const claims: Record<string, unknown> | undefined = event.requestContext.authorizer?.["claims"];
  return {
    method: event.httpMethod,
    resource: event.resource,
    params: present(event.pathParameters),
    query: present(event.queryStringParameters),
    headers,
    body: decodeBody(event.body, event.isBase64Encoded),
    correlationId: correlationIdOf(headers, event.requestContext.requestId),
    ...(claims && { claims }),
  };
}
