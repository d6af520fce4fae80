import type { Exchange } from "../apigateway/public/exchange";
import { callerArn } from "../apigateway/public/iam-caller";
import { logTime } from "../apigateway/public/log-time";
import { forwardedHeaders, queryMembers } from "../apigateway/rest/event";
import { decodePath, eventBody, pathParameters } from "./event-body";
import type { RouteFrame } from "./event-v2";

/** The event of a Lambda proxy integration of an HTTP API, format 1.0. */
export function eventV1(exchange: Exchange, frame: RouteFrame): unknown {
  const { api } = exchange;
  const { body, base64 } = eventBody(exchange);
  const { headers, multiValueHeaders } = forwardedHeaders(exchange);
  const path = decodePath(exchange.stagePath);
  const resource = frame.key === "$default" ? frame.key : (frame.key.split(" ")[1] ?? frame.key);
  return {
    version: "1.0",
    resource,
    path,
    httpMethod: exchange.method,
    headers,
    multiValueHeaders,
    ...queryMembers(exchange),
    requestContext: {
      accountId: api.accountId,
      apiId: api.id,
      authorizer: authorizer(exchange),
      domainName: api.domainName,
      domainPrefix: api.id,
      extendedRequestId: exchange.extendedRequestId,
      httpMethod: exchange.method,
      identity: identity(exchange),
      path,
      protocol: "HTTP/1.1",
      requestId: exchange.requestId,
      requestTime: logTime(exchange.atMs),
      requestTimeEpoch: exchange.atMs,
      resourceId: frame.key,
      resourcePath: resource,
      stage: exchange.stage,
    },
    pathParameters: pathParameters(exchange) ?? null,
    stageVariables: frame.stageVariables ?? null,
    body: body ?? null,
    isBase64Encoded: base64,
  };
}

function authorizer({ admission }: Exchange): unknown {
  if (admission?.claims === undefined) return undefined;
  return { claims: admission.claims, scopes: admission.scopes ?? null };
}

function identity(exchange: Exchange): unknown {
  const { admission, api, request } = exchange;
  const caller = admission?.caller;
  const arn = caller === undefined ? null : callerArn(caller, api.accountId);
  return {
    accessKey: caller?.accessKey ?? null,
    accountId: caller === undefined ? null : api.accountId,
    caller: arn,
    cognitoAmr: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: request.sourceIp,
    user: arn,
    userAgent: exchange.header("user-agent") ?? null,
    userArn: arn,
  };
}
