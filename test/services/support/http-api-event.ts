import type { HttpApiEvent } from "../../../services/http/http-api-request";
import { matchedRoute } from "./matched-route";
import { bodyText } from "./rest-event";

export interface HttpApiCall {
  readonly method: string;
  /** The path inside the API, without the stage. */
  readonly path: string;
  readonly stage?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Serialized unless it is a string already. */
  readonly body?: unknown;
  readonly base64?: boolean;
  /** Claims of the JWT authorizer; left out for routes without one. */
  readonly claims?: Readonly<Record<string, string>>;
}

/** Claims of an access token as the JWT authorizer of an HTTP API passes them: every value a string. */
export function accessClaims(userName: string, groups?: string): Record<string, string> {
  return {
    sub: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    iss: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI",
    client_id: "7q8r9s0t1u2v3w4x5y6z",
    origin_jti: "0c5a8b1e-7d43-4d0e-8a4b-6d1f3f0f9a10",
    event_id: "1d6b9c2f-8e54-4e1f-9b5c-7e204010ab21",
    token_use: "access",
    scope: "aws.cognito.signin.user.admin",
    auth_time: "1741944413",
    exp: "1741948013",
    iat: "1741944413",
    jti: "2e7c0d30-9f65-4f20-8c6d-8f315121bc32",
    username: userName,
    ...(groups !== undefined && { "cognito:groups": groups }),
  };
}

/** Claims of an id token as the JWT authorizer of an HTTP API passes them. */
export function idClaims(userName: string, groups?: string): Record<string, string> {
  const { client_id, username, scope, ...rest } = accessClaims(userName, groups);
  return { ...rest, aud: "7q8r9s0t1u2v3w4x5y6z", token_use: "id", "cognito:username": userName };
}

/** The event that an HTTP API sends to a Lambda integration (payload format 2.0). */
export function httpApiEvent(call: HttpApiCall): HttpApiEvent {
  const { method, path, stage = "$default", query, headers = {}, base64 = false, claims } = call;
  const body = bodyText(call.body, base64);
  const { resource, pathParameters } = matchedRoute(method, path);
  const routeKey = resource === "$default" ? resource : `${method} ${resource}`;
  return {
    version: "2.0",
    routeKey,
    rawPath: stage === "$default" ? path : `/${stage}${path}`,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      accept: "application/json",
      host: "f6g7h8i9j0.execute-api.eu-central-1.amazonaws.com",
      "user-agent": "curl/8.5.0",
      "x-amzn-trace-id": "Root=1-67d3f1ad-0d5f2f3b4c5d6e7f8a9b0c1d",
      "x-forwarded-for": "203.0.113.7",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
      ...headers,
    },
    ...(query && { queryStringParameters: query }),
    ...(pathParameters && { pathParameters }),
    requestContext: {
      accountId: "123456789012",
      apiId: "f6g7h8i9j0",
      domainName: "f6g7h8i9j0.execute-api.eu-central-1.amazonaws.com",
      domainPrefix: "f6g7h8i9j0",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "203.0.113.7", userAgent: "curl/8.5.0" },
      requestId: "HXabcE1gFiAEJUQ=",
      routeKey,
      stage,
      time: "14/Mar/2025:09:26:53 +0000",
      timeEpoch: 1741944413589,
      ...(claims && {
        authorizer: { principalId: "", integrationLatency: 0, jwt: { claims, scopes: [] } },
      }),
    },
    ...(body !== null && { body }),
    isBase64Encoded: base64,
  };
}
