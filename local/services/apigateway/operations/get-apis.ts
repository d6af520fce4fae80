import { isoTime } from "../../../kernel/clock";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { localUrl } from "../public/exchange";
import type { ApiGatewayState } from "../state";

/** GetApis, of the second version of the API: HTTP APIs. */
export function getApis(kernel: Kernel, state: ApiGatewayState): Operation {
  return {
    name: "GetApis",
    traced: false,
    access: () => [{ action: "apigateway:GET", resource: `arn:aws:apigateway:${kernel.region}::/apis` }],
    run: () => ({
      items: [...state.httpApis.values()].map(({ id, createdAtMs, settings }) => ({
        apiId: id,
        name: settings.name,
        ...(settings.description === undefined ? {} : { description: settings.description }),
        apiEndpoint: localUrl(kernel, id),
        createdDate: isoTime(createdAtMs),
        disableExecuteApiEndpoint: settings.endpointDisabled,
        protocolType: "HTTP",
      })),
    }),
  };
}
