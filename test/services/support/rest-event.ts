import type { APIGatewayProxyEvent } from "aws-lambda";
import { matchedRoute } from "./matched-route";

export interface RestCall {
  readonly method: string;
  readonly path: string;
  /** The stage in the URL. */
  readonly stage?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Serialized unless it is a string already. */
  readonly body?: unknown;
  readonly base64?: boolean;
  /** Claims of the Cognito authorizer; left out for methods without one. */
  readonly claims?: Readonly<Record<string, string>>;
}

/** Claims of an id token as the Cognito authorizer of a REST API passes them: every value a string. */
export function restClaims(userName: string, groups?: string): Record<string, string> {
  return {
    sub: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    aud: "7q8r9s0t1u2v3w4x5y6z",
    email_verified: "true",
    event_id: "0c5a8b1e-7d43-4d0e-8a4b-6d1f3f0f9a10",
    token_use: "id",
    auth_time: "1741944413",
    iss: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI",
    "cognito:username": userName,
    exp: "Fri Mar 14 10:26:53 UTC 2025",
    iat: "Fri Mar 14 09:26:53 UTC 2025",
    ...(groups !== undefined && { "cognito:groups": groups }),
  };
}

/** The event that a REST API sends to a Lambda proxy integration. */
export function restEvent(call: RestCall): APIGatewayProxyEvent {
  const { method, path, stage = "live", query, headers = {}, base64 = false, claims } = call;
  const { resource, pathParameters = null } = matchedRoute(method, path);
  const allHeaders = {
    Accept: "application/json",
    Host: "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
    "User-Agent": "curl/8.5.0",
    "X-Amzn-Trace-Id": "Root=1-67d3f1ad-0d5f2f3b4c5d6e7f8a9b0c1d",
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Port": "443",
    "X-Forwarded-Proto": "https",
    ...headers,
  };
  return {
    resource,
    path,
    httpMethod: method,
    headers: allHeaders,
    multiValueHeaders: lists(allHeaders),
    queryStringParameters: query ?? null,
    multiValueQueryStringParameters: query ? lists(query) : null,
    pathParameters,
    stageVariables: null,
    requestContext: {
      resourceId: "abc123",
      resourcePath: resource,
      httpMethod: method,
      extendedRequestId: "HXabcE1gFiAFQ0Q=",
      requestTime: "14/Mar/2025:09:26:53 +0000",
      path: `/${stage}${path}`,
      accountId: "123456789012",
      protocol: "HTTP/1.1",
      stage,
      domainPrefix: "a1b2c3d4e5",
      requestTimeEpoch: 1741944413589,
      requestId: "7f2a6c1e-2f0b-4c39-9a43-0d5b1e7a8c90",
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: "203.0.113.7",
        principalOrgId: null,
        accessKey: null,
        apiKey: null,
        apiKeyId: null,
        clientCert: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: "curl/8.5.0",
        user: null,
      },
      domainName: "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
      apiId: "a1b2c3d4e5",
      authorizer: claims ? { claims } : null,
    },
    body: bodyText(call.body, base64),
    isBase64Encoded: base64,
  };
}

/** A body as API Gateway passes it on: null if there is none. */
export function bodyText(body: unknown, base64: boolean): string | null {
  if (body === undefined) return null;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return base64 ? Buffer.from(text).toString("base64") : text;
}

function lists(values: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}
