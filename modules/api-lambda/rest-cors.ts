import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayIntegrationResponse } from "@cdktf/provider-aws/lib/api-gateway-integration-response";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayMethodResponse } from "@cdktf/provider-aws/lib/api-gateway-method-response";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { idOf, type ResourceIds } from "./rest-routes";
import { type BaseRoute, CORS_HEADERS, CORS_MAX_AGE_SECONDS, pathId } from "./routes";

/** Answers preflight requests at every path that has routes, without the function. */
export function addPreflights(
  scope: Construct,
  api: ApiGatewayRestApi,
  resources: ResourceIds,
  routes: readonly BaseRoute[],
  origin: string,
): TerraformResource[] {
  const paths = [...new Set(routes.map((route) => route.path))];
  return paths.flatMap((path) => {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method);
    return addPreflight(scope, api, path, idOf(resources, path), {
      "Access-Control-Allow-Origin": origin,
      "Access-Control-Allow-Methods": ["OPTIONS", ...methods].join(","),
      "Access-Control-Allow-Headers": CORS_HEADERS.join(","),
      "Access-Control-Max-Age": String(CORS_MAX_AGE_SECONDS),
    });
  });
}

function addPreflight(
  scope: Construct,
  api: ApiGatewayRestApi,
  path: string,
  resourceId: string,
  headers: Readonly<Record<string, string>>,
): TerraformResource[] {
  const id = `options-${pathId(path)}`;
  const at = { restApiId: api.id, resourceId };
  const method = new ApiGatewayMethod(scope, `method-${id}`, {
    ...at,
    httpMethod: "OPTIONS",
    authorization: "NONE",
  });
  const integration = new ApiGatewayIntegration(scope, `integration-${id}`, {
    ...at,
    httpMethod: method.httpMethod,
    type: "MOCK",
    requestTemplates: { "application/json": '{"statusCode": 204}' },
  });
  const methodResponse = new ApiGatewayMethodResponse(scope, `method-response-${id}`, {
    ...at,
    httpMethod: method.httpMethod,
    statusCode: "204",
    responseParameters: parameters("method.response.header.", headers, () => true),
  });
  const integrationResponse = new ApiGatewayIntegrationResponse(scope, `integration-response-${id}`, {
    ...at,
    httpMethod: method.httpMethod,
    statusCode: methodResponse.statusCode,
    // API Gateway tells fixed values from mappings by single quotes.
    responseParameters: parameters("method.response.header.", headers, (value) => `'${value}'`),
    dependsOn: [integration],
  });
  return [method, integration, methodResponse, integrationResponse];
}

function parameters<T>(prefix: string, headers: Readonly<Record<string, string>>, map: (value: string) => T) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [prefix + name, map(value)]));
}
