import type { ApiGatewayAuthorizer } from "@cdktf/provider-aws/lib/api-gateway-authorizer";
import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayModel } from "@cdktf/provider-aws/lib/api-gateway-model";
import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { PlatformFunction } from "../function";
import type { RestRoute } from "./rest-api";
import { modelName, pathId, routeArn, routeId, stateReason } from "./routes";

/** Path → id of its resource. */
export type ResourceIds = ReadonlyMap<string, string>;

/** A resource per path and per path above it, as REST APIs have them. */
export function addResources(
  scope: Construct,
  api: ApiGatewayRestApi,
  routes: readonly RestRoute[],
): ResourceIds {
  const ids = new Map<string, string>([["/", api.rootResourceId]]);
  for (const { path } of routes) {
    let parent = "/";
    for (const pathPart of path.split("/").filter((part) => part !== "")) {
      const here = parent === "/" ? `/${pathPart}` : `${parent}/${pathPart}`;
      if (!ids.has(here)) {
        const resource = new ApiGatewayResource(scope, `resource-${pathId(here)}`, {
          restApiId: api.id,
          parentId: idOf(ids, parent),
          pathPart,
        });
        ids.set(here, resource.id);
      }
      parent = here;
    }
  }
  return ids;
}

/** The id of the resource at `path`. */
export function idOf(resources: ResourceIds, path: string): string {
  const id = resources.get(path);
  if (id === undefined) throw new Error(`no resource was made for ${path}`);
  return id;
}

interface MethodsProps {
  readonly scope: Construct;
  readonly api: ApiGatewayRestApi;
  readonly resources: ResourceIds;
  readonly routes: readonly RestRoute[];
  readonly handler: PlatformFunction;
  readonly authorizer: ApiGatewayAuthorizer | undefined;
  readonly stage: string;
}

/** A method, its model, integration and permission per route; returns what a deployment takes its picture of. */
export function addMethods(props: MethodsProps): TerraformResource[] {
  const { scope, api, resources, routes, handler, authorizer, stage } = props;
  const validator = routes.some((route) => route.requestModel !== undefined)
    ? new ApiGatewayRequestValidator(scope, "body-validator", {
        restApiId: api.id,
        name: "body",
        validateRequestBody: true,
        validateRequestParameters: false,
      })
    : undefined;

  const methods = routes.flatMap((route) => {
    const { method: httpMethod, path, auth, scopes = [], requestModel, apiKeyRequired = false } = route;
    const id = routeId(httpMethod, path);
    const model = requestModel === undefined ? undefined : addModel(scope, api, id, requestModel);
    const method = new ApiGatewayMethod(scope, `method-${id}`, {
      restApiId: api.id,
      resourceId: idOf(resources, path),
      httpMethod,
      apiKeyRequired,
      ...(auth === "user" && authorizer !== undefined
        ? { authorization: "COGNITO_USER_POOLS", authorizerId: authorizer.id }
        : { authorization: "NONE" }),
      ...(scopes.length === 0 ? {} : { authorizationScopes: [...scopes] }),
      ...(model === undefined || validator === undefined
        ? {}
        : {
            requestModels: { "application/json": model.name },
            requestValidatorId: validator.id,
          }),
    });
    stateReason(method, route);
    const integration = new ApiGatewayIntegration(scope, `integration-${id}`, {
      restApiId: api.id,
      resourceId: idOf(resources, path),
      httpMethod: method.httpMethod,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri: handler.invokeArn,
    });
    handler.grantInvoke("apigateway.amazonaws.com", routeArn(api.executionArn, stage, httpMethod, path), {
      scope,
      id: `permission-${id}`,
    });
    return model === undefined ? [method, integration] : [model, method, integration];
  });
  return validator === undefined ? methods : [validator, ...methods];
}

function addModel(
  scope: Construct,
  api: ApiGatewayRestApi,
  id: string,
  schema: Readonly<Record<string, unknown>>,
): ApiGatewayModel {
  return new ApiGatewayModel(scope, `model-${id}`, {
    restApiId: api.id,
    name: modelName(id),
    contentType: "application/json",
    schema: JSON.stringify({ $schema: "http://json-schema.org/draft-04/schema#", ...schema }),
  });
}
