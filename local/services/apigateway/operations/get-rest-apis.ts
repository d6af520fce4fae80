import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import type { ApiGatewayState } from "../state";

/** GetRestApis */
export function getRestApis(kernel: Kernel, state: ApiGatewayState): Operation {
  return {
    name: "GetRestApis",
    traced: false,
    access: () => [{ action: "apigateway:GET", resource: `arn:aws:apigateway:${kernel.region}::/restapis` }],
    run: () => ({
      item: [...state.restApis.values()].map(({ id, rootResourceId, createdAtMs, settings }) => ({
        id,
        name: settings.name,
        ...(settings.description === undefined ? {} : { description: settings.description }),
        createdDate: createdAtMs / 1000,
        binaryMediaTypes: settings.binaryMediaTypes,
        apiKeySource: "HEADER",
        endpointConfiguration: { types: ["REGIONAL"] },
        disableExecuteApiEndpoint: settings.endpointDisabled,
        rootResourceId,
      })),
    }),
  };
}
