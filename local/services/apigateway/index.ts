import type { Kernel } from "../../kernel/kernel";
import type { ResourceType, Service, ServiceFactory } from "../../kernel/service";
import { api } from "../apigatewayv2/resources/api";
import { authorizer as jwtAuthorizer } from "../apigatewayv2/resources/authorizer";
import { deployment as httpDeployment } from "../apigatewayv2/resources/deployment";
import { integration as httpIntegration } from "../apigatewayv2/resources/integration";
import { route } from "../apigatewayv2/resources/route";
import { stage as httpStage } from "../apigatewayv2/resources/stage";
import { getApiKey } from "./operations/get-api-key";
import { getApis } from "./operations/get-apis";
import { getRestApis } from "./operations/get-rest-apis";
import { getStages } from "./operations/get-stages";
import { publicEndpoint } from "./public-endpoint";
import { account } from "./resources/account";
import { apiKey } from "./resources/api-key";
import { authorizer } from "./resources/authorizer";
import { deployment } from "./resources/deployment";
import { gatewayResponse } from "./resources/gateway-response";
import { integration } from "./resources/integration";
import { integrationResponse } from "./resources/integration-response";
import { method } from "./resources/method";
import { methodResponse } from "./resources/method-response";
import { methodSettings } from "./resources/method-settings";
import { model } from "./resources/model";
import { requestValidator } from "./resources/request-validator";
import { resource } from "./resources/resource";
import { restApi } from "./resources/rest-api";
import { restApiPolicy } from "./resources/rest-api-policy";
import { stage } from "./resources/stage";
import { usagePlan } from "./resources/usage-plan";
import { usagePlanKey } from "./resources/usage-plan-key";
import { ApiGatewayState } from "./state";

/**
 * API Gateway: REST APIs and HTTP APIs. AWS has two management APIs for them, which share one signing name, one
 * kind of ARN and the public host names; so they are one service here.
 */
export const apigateway: ServiceFactory = (kernel): Service => {
  const state = new ApiGatewayState();
  return {
    name: "apigateway",
    arnName: "execute-api",
    protocol: {
      kind: "rest",
      routes: [
        { method: "GET", path: "/restapis", operation: "GetRestApis" },
        { method: "GET", path: "/restapis/{restApiId}/stages", operation: "GetStages" },
        { method: "GET", path: "/apikeys/{apiKey}", operation: "GetApiKey" },
        { method: "GET", path: "/v2/apis", operation: "GetApis" },
      ],
    },
    operations: [
      getRestApis(kernel, state),
      getStages(kernel, state),
      getApiKey(kernel, state),
      getApis(kernel, state),
    ],
    resources: [...restResources(kernel, state), ...httpResources(kernel, state)],
    endpoints: [publicEndpoint(kernel, state)],
    resourcePolicy: (arn) => state.restApis.get(arn.split(":")[5]?.split("/")[0] ?? "")?.policy,
  };
};

function restResources(kernel: Kernel, state: ApiGatewayState): readonly ResourceType[] {
  return [
    account(state),
    apiKey(kernel, state),
    authorizer(kernel, state),
    deployment(kernel, state),
    gatewayResponse(state),
    integration(state),
    integrationResponse(state),
    method(state),
    methodResponse(state),
    methodSettings(state),
    model(kernel, state),
    requestValidator(kernel, state),
    resource(kernel, state),
    restApi(kernel, state),
    restApiPolicy(state),
    stage(kernel, state),
    usagePlan(kernel, state),
    usagePlanKey(state),
  ];
}

function httpResources(kernel: Kernel, state: ApiGatewayState): readonly ResourceType[] {
  return [
    api(kernel, state),
    httpDeployment(kernel, state),
    httpIntegration(kernel, state),
    httpStage(kernel, state),
    jwtAuthorizer(kernel, state),
    route(kernel, state),
  ];
}
