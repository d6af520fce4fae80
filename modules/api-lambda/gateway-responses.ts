import { ApiGatewayGatewayResponse } from "@cdktf/provider-aws/lib/api-gateway-gateway-response";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";

interface GatewayResponse {
  /** Status, where it is the same for all errors of the type. */
  readonly status?: number;
  readonly title: string;
  /** JSON value of the problem's detail; API Gateway fills in the variables. */
  readonly detail: string;
}

// messageString comes with its quotes, validationErrorString without.
const MESSAGE = "$context.error.messageString";

/** Errors that API Gateway answers by itself, and how. */
const GATEWAY_RESPONSES: Readonly<Record<string, GatewayResponse>> = {
  BAD_REQUEST_BODY: { status: 400, title: "Bad Request", detail: '"$context.error.validationErrorString"' },
  UNAUTHORIZED: { status: 401, title: "Unauthorized", detail: MESSAGE },
  ACCESS_DENIED: { status: 403, title: "Forbidden", detail: MESSAGE },
  // API Gateway's own answer to a path or method that does not exist is 403 "Missing Authentication Token".
  MISSING_AUTHENTICATION_TOKEN: {
    status: 404,
    title: "Not Found",
    detail: '"No such path, or the path does not know this method."',
  },
  THROTTLED: { status: 429, title: "Too Many Requests", detail: MESSAGE },
  QUOTA_EXCEEDED: { status: 429, title: "Too Many Requests", detail: MESSAGE },
  DEFAULT_4XX: { title: "Request Refused", detail: MESSAGE },
  DEFAULT_5XX: { title: "Server Error", detail: '"The request could not be worked. Try again later."' },
};

/** Makes API Gateway's own errors look like those of the functions: application/problem+json, with CORS headers. */
export function addGatewayResponses(
  scope: Construct,
  api: ApiGatewayRestApi,
  origin: string | undefined,
): TerraformResource[] {
  return Object.entries(GATEWAY_RESPONSES).map(
    ([responseType, { status, title, detail }]) =>
      new ApiGatewayGatewayResponse(
        scope,
        `gateway-response-${responseType.toLowerCase().replaceAll("_", "-")}`,
        {
          restApiId: api.id,
          responseType,
          ...(status === undefined ? {} : { statusCode: String(status) }),
          responseParameters: {
            "gatewayresponse.header.Content-Type": "'application/problem+json'",
            ...(origin === undefined
              ? {}
              : { "gatewayresponse.header.Access-Control-Allow-Origin": `'${origin}'` }),
          },
          // The key says for which Accept header the template is; this one is also taken when none fits.
          responseTemplates: { "application/json": template(status, title, detail) },
        },
      ),
  );
}

function template(status: number | undefined, title: string, detail: string): string {
  const members = [
    '"type":"about:blank"',
    `"title":${JSON.stringify(title)}`,
    ...(status === undefined ? [] : [`"status":${status}`]),
    `"detail":${detail}`,
    '"requestId":"$context.requestId"',
  ];
  return `{${members.join(",")}}`;
}
