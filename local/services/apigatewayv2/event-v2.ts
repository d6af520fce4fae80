import { Dictionary } from "../apigateway/public/dictionary";
import type { Exchange } from "../apigateway/public/exchange";
import { callerArn } from "../apigateway/public/iam-caller";
import { logTime } from "../apigateway/public/log-time";
import { forwardedFor } from "../apigateway/rest/event";
import { decodePath, eventBody, pathParameters } from "./event-body";

/** What of the event is the same for every request to a route. */
export interface RouteFrame {
  readonly key: string;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
}

/** Headers that end at API Gateway, that it writes itself, or that have a member of their own. */
const NOT_FORWARDED = new Set([
  "connection",
  "cookie",
  "host",
  "keep-alive",
  "transfer-encoding",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/** The event of a Lambda proxy integration, format 2.0. Members without a value are left out, as AWS does. */
export function eventV2(exchange: Exchange, frame: RouteFrame): unknown {
  const { body, base64 } = eventBody(exchange);
  const { headers, cookies } = joinedHeaders(exchange);
  const rawPath = decodePath(exchange.stagePath);
  return {
    version: "2.0",
    routeKey: frame.key,
    rawPath,
    rawQueryString: exchange.queryText,
    cookies,
    headers,
    queryStringParameters: joinedQuery(exchange),
    requestContext: {
      accountId: exchange.api.accountId,
      apiId: exchange.api.id,
      authorizer: authorizer(exchange),
      domainName: exchange.api.domainName,
      domainPrefix: exchange.api.id,
      http: {
        method: exchange.method,
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: exchange.request.sourceIp,
        userAgent: exchange.header("user-agent") ?? "",
      },
      requestId: exchange.requestId,
      routeKey: frame.key,
      stage: exchange.stage,
      time: logTime(exchange.atMs),
      timeEpoch: exchange.atMs,
    },
    body,
    pathParameters: pathParameters(exchange),
    isBase64Encoded: base64,
    stageVariables: frame.stageVariables,
  };
}

function authorizer({ admission, api }: Exchange): unknown {
  if (admission?.claims !== undefined) {
    return { jwt: { claims: admission.claims, scopes: admission.scopes ?? null } };
  }
  if (admission?.caller === undefined) return undefined;
  const arn = callerArn(admission.caller, api.accountId);
  return {
    iam: {
      accessKey: admission.caller.accessKey,
      accountId: api.accountId,
      callerId: arn,
      cognitoIdentity: null,
      principalOrgId: null,
      userArn: arn,
      userId: arn,
    },
  };
}

function joinedHeaders(exchange: Exchange) {
  const headers = new Dictionary<string>();
  let cookies: string[] | undefined;
  const { rawHeaders } = exchange.request;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    const value = rawHeaders[i + 1] ?? "";
    if (name === "cookie") cookies = [...(cookies ?? []), ...value.split(/;\s*/)];
    if (NOT_FORWARDED.has(name)) continue;
    const known = headers[name];
    headers[name] = known === undefined ? value : `${known},${value}`;
  }
  headers["host"] = exchange.api.domainName;
  headers["x-amzn-trace-id"] = exchange.traceHeader;
  headers["x-forwarded-for"] = forwardedFor(exchange);
  headers["x-forwarded-port"] = "443";
  headers["x-forwarded-proto"] = "https";
  return { headers, cookies };
}

function joinedQuery({ query }: Exchange): Readonly<Record<string, string>> | undefined {
  if (query.size === 0) return undefined;
  const joined = new Dictionary<string>();
  for (const [name, values] of query) joined[name] = values.join(",");
  return joined;
}
