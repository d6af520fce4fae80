import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { ApiGatewayState } from "../state";

/** GetStages of a REST API. */
export function getStages(kernel: Kernel, state: ApiGatewayState): Operation<{ restApiId: string }> {
  return {
    name: "GetStages",
    traced: false,
    access: ({ restApiId }) => [
      {
        action: "apigateway:GET",
        resource: `arn:aws:apigateway:${kernel.region}::/restapis/${restApiId}/stages`,
      },
    ],
    run: ({ restApiId }) => ({
      item: [...state.restApi(restApiId).stages.values()].map(({ settings }) => ({
        stageName: settings.name,
        deploymentId: settings.deploymentId,
        variables: settings.variables,
        cacheClusterEnabled: false,
      })),
    }),
  };
}
