import { UnsupportedError } from "../../../kernel/errors";
import type { Exchange } from "./exchange";
import { callerArn } from "./iam-caller";
import { logTime } from "./log-time";

/** Reads a `$context` variable; undefined when it has no value for the request. */
export type ContextVariable = (exchange: Exchange) => string | number | undefined;

const absent: ContextVariable = () => undefined;

const VARIABLES: Readonly<Record<string, ContextVariable>> = {
  accountId: ({ api }) => api.accountId,
  apiId: ({ api }) => api.id,
  awsEndpointRequestId: ({ requestId }) => requestId,
  "customDomain.basePathMatched": absent,
  dataProcessed: ({ request, responseLength }) => request.body.length + responseLength,
  deploymentId: ({ deploymentId }) => deploymentId,
  domainName: ({ api }) => api.domainName,
  domainPrefix: ({ api }) => api.id,
  endpointType: () => "REGIONAL",
  "error.message": ({ error }) => error?.message,
  "error.messageString": ({ error }) => (error === undefined ? undefined : JSON.stringify(error.message)),
  "error.responseType": ({ error }) => error?.responseType,
  "error.validationErrorString": ({ error }) => error?.validation,
  extendedRequestId: ({ extendedRequestId }) => extendedRequestId,
  httpMethod: ({ method }) => method,
  "identity.accountId": ({ admission, api }) => (admission?.caller === undefined ? undefined : api.accountId),
  "identity.apiKey": ({ apiKey }) => apiKey?.value,
  "identity.apiKeyId": ({ apiKey }) => apiKey?.id,
  "identity.caller": callerOf,
  "identity.clientCert.clientCertPem": absent,
  "identity.cognitoAuthenticationProvider": absent,
  "identity.cognitoAuthenticationType": absent,
  "identity.cognitoIdentityId": absent,
  "identity.cognitoIdentityPoolId": absent,
  "identity.principalOrgId": absent,
  "identity.sourceIp": ({ request }) => request.sourceIp,
  "identity.user": callerOf,
  "identity.userAgent": (exchange) => exchange.header("user-agent"),
  "identity.userArn": callerOf,
  "integration.error": ({ integration }) => integration?.error,
  "integration.integrationStatus": ({ integration }) => integration?.status,
  "integration.latency": ({ integration }) => integration?.latencyMs,
  "integration.requestId": absent,
  "integration.status": ({ integration }) => integration?.status,
  integrationErrorMessage: ({ integration }) => integration?.error,
  integrationLatency: ({ integration }) => integration?.latencyMs,
  integrationStatus: ({ integration }) => integration?.status,
  isCanaryRequest: ({ canary }) => String(canary),
  path: ({ stagePath }) => stagePath,
  protocol: () => "HTTP/1.1",
  requestId: ({ requestId }) => requestId,
  requestTime: ({ atMs }) => logTime(atMs),
  requestTimeEpoch: ({ atMs }) => atMs,
  resourceId: ({ resourceId }) => resourceId,
  resourcePath: ({ resourcePath }) => resourcePath,
  responseLatency: ({ integration }) => integration?.latencyMs ?? 0,
  responseLength: ({ responseLength }) => responseLength,
  routeKey: ({ routeKey }) => routeKey,
  stage: ({ stage }) => stage,
  status: ({ status }) => status,
  wafResponseCode: absent,
  webaclArn: absent,
  xrayTraceId: ({ traceId }) => traceId,
};

/** Steps of which an access log may tell the error, latency and status; locally they leave no trace of their own. */
const STEPS =
  /^(authorize|authenticate|authorizer|waf)\.(error|latency|status|requestId|integrationLatency|integrationStatus)$/;

/**
 * The variable `$context.<name>`.
 * @throws UnsupportedError for a name that API Gateway does not document
 */
export function contextVariable(name: string): ContextVariable {
  if (name.startsWith("authorizer.claims.")) return claim(name.slice("authorizer.claims.".length));
  if (name === "authorizer.principalId") return ({ admission }) => admission?.claims?.["sub"];
  if (STEPS.test(name)) return absent;
  if (name.startsWith("authorizer.")) return claim(name.slice("authorizer.".length));
  const variable = VARIABLES[name];
  if (variable === undefined) {
    throw new UnsupportedError(
      `$context.${name} is not a variable that the local cloud knows; use one of ` +
        `${Object.keys(VARIABLES).sort().join(", ")} or authorizer.claims.<name>`,
    );
  }
  return variable;
}

function claim(name: string): ContextVariable {
  return ({ admission }) => admission?.claims?.[name];
}

function callerOf({ admission, api }: Exchange): string | undefined {
  return admission?.caller === undefined ? undefined : callerArn(admission.caller, api.accountId);
}
