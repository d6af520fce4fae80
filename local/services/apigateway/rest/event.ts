import { Dictionary } from "../public/dictionary";
import type { Exchange } from "../public/exchange";
import { callerArn } from "../public/iam-caller";
import { logTime } from "../public/log-time";

/** What of the event is the same for every request to a method. */
export interface EventFrame {
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly operationName: string | undefined;
  readonly deploymentId: string;
  readonly stageVariables: Readonly<Record<string, string>> | null;
}

/** Headers that end at API Gateway, or that it writes itself. */
const NOT_FORWARDED = new Set([
  "connection",
  "content-length",
  "host",
  "keep-alive",
  "transfer-encoding",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/**
 * The event of a Lambda proxy integration, format 1.0.
 * @param binary - whether the body is passed in base64
 */
export function restEvent(exchange: Exchange, frame: EventFrame, binary: boolean): unknown {
  const { headers, multiValueHeaders } = forwardedHeaders(exchange);
  const { queryStringParameters, multiValueQueryStringParameters } = queryMembers(exchange);
  const { body } = exchange.request;
  return {
    resource: frame.resourcePath,
    path: exchange.path,
    httpMethod: exchange.method,
    headers,
    multiValueHeaders,
    queryStringParameters,
    multiValueQueryStringParameters,
    pathParameters: exchange.parameters ?? null,
    stageVariables: frame.stageVariables,
    requestContext: requestContext(exchange, frame),
    body: body.length === 0 ? null : body.toString(binary ? "base64" : "utf8"),
    isBase64Encoded: binary && body.length > 0,
  };
}

function requestContext(exchange: Exchange, frame: EventFrame): unknown {
  const { api, admission } = exchange;
  return {
    resourceId: frame.resourceId,
    ...(admission?.claims === undefined ? {} : { authorizer: { claims: admission.claims } }),
    resourcePath: frame.resourcePath,
    ...(frame.operationName === undefined ? {} : { operationName: frame.operationName }),
    httpMethod: exchange.method,
    extendedRequestId: exchange.extendedRequestId,
    requestTime: logTime(exchange.atMs),
    path: exchange.stagePath,
    accountId: api.accountId,
    protocol: "HTTP/1.1",
    stage: exchange.stage,
    domainPrefix: api.id,
    requestTimeEpoch: exchange.atMs,
    requestId: exchange.requestId,
    identity: identity(exchange),
    domainName: api.domainName,
    deploymentId: frame.deploymentId,
    apiId: api.id,
  };
}

function identity(exchange: Exchange): unknown {
  const { apiKey, admission, api } = exchange;
  const caller = admission?.caller;
  const arn = caller === undefined ? null : callerArn(caller, api.accountId);
  return {
    cognitoIdentityPoolId: null,
    cognitoIdentityId: null,
    ...(apiKey === undefined ? {} : { apiKey: apiKey.value, apiKeyId: apiKey.id }),
    principalOrgId: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    accountId: caller === undefined ? null : api.accountId,
    caller: arn,
    sourceIp: exchange.request.sourceIp,
    accessKey: caller?.accessKey ?? null,
    userArn: arn,
    userAgent: exchange.header("user-agent") ?? null,
    user: arn,
  };
}

/** The request's headers as the event has them, of a repeated name the last value and all values. */
export function forwardedHeaders(exchange: Exchange) {
  const headers = new Dictionary<string>();
  const multiValueHeaders = new Dictionary<string[]>();
  const { rawHeaders } = exchange.request;
  const set = (name: string, value: string) => {
    headers[name] = value;
    multiValueHeaders[name] = [value];
  };
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? "";
    const value = rawHeaders[i + 1] ?? "";
    if (NOT_FORWARDED.has(name.toLowerCase())) continue;
    const values = multiValueHeaders[name];
    if (values === undefined) set(name, value);
    else {
      headers[name] = value;
      values.push(value);
    }
  }
  set("Host", exchange.api.domainName);
  set("X-Amzn-Trace-Id", exchange.traceHeader);
  set("X-Forwarded-For", forwardedFor(exchange));
  set("X-Forwarded-Port", "443");
  set("X-Forwarded-Proto", "https");
  return { headers, multiValueHeaders };
}

/** The addresses that the request came by, the last one as API Gateway saw it. */
export function forwardedFor(exchange: Exchange): string {
  const sent = exchange.header("x-forwarded-for");
  const { sourceIp } = exchange.request;
  return sent === undefined ? sourceIp : `${sent}, ${sourceIp}`;
}

/** The query as the event has it, decoded; null when there is none. */
export function queryMembers({ query }: Exchange) {
  if (query.size === 0) return { queryStringParameters: null, multiValueQueryStringParameters: null };
  const queryStringParameters = new Dictionary<string>();
  const multiValueQueryStringParameters = new Dictionary<readonly string[]>();
  for (const [name, values] of query) {
    queryStringParameters[name] = values.at(-1) ?? "";
    multiValueQueryStringParameters[name] = values;
  }
  return { queryStringParameters, multiValueQueryStringParameters };
}
