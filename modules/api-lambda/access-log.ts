import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";
import { EnvironmentContext } from "../environment-context";

// No paths, query strings, bodies or headers: they can carry what does not belong into logs, such as a user's name.
// The route, or resource, says what was asked for.
const COMMON_FIELDS = {
  requestId: "$context.requestId",
  requestTime: "$context.requestTime",
  sourceIp: "$context.identity.sourceIp",
  method: "$context.httpMethod",
  status: "$context.status",
  responseLength: "$context.responseLength",
  responseLatencyMs: "$context.responseLatency",
  integrationLatencyMs: "$context.integrationLatency",
};

const FIELDS = {
  REST: {
    ...COMMON_FIELDS,
    resource: "$context.resourcePath",
    error: "$context.error.message",
    traceId: "$context.xrayTraceId",
  },
  HTTP: {
    ...COMMON_FIELDS,
    route: "$context.routeKey",
    error: "$context.error.message",
    integrationError: "$context.integrationErrorMessage",
  },
};

/** The log group of an API's accesses, and one JSON line per request in it. */
export function accessLog(scope: Construct, apiName: string, kind: keyof typeof FIELDS) {
  const logGroup = new CloudwatchLogGroup(scope, "access-log", {
    name: `/aws/apigateway/${apiName}`,
    retentionInDays: EnvironmentContext.of(scope).logRetentionDays,
  });
  return { destinationArn: logGroup.arn, format: JSON.stringify(FIELDS[kind]) };
}
