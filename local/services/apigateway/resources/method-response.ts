import * as z from "zod";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";
import { httpMethod } from "./method";
import { boolMap, textMap } from "./shared-arguments";

const schema = z.strictObject({
  rest_api_id: text,
  resource_id: text,
  http_method: httpMethod,
  status_code: text,
  response_models: textMap.optional(),
  response_parameters: boolMap.default({}),
});

/** aws_api_gateway_method_response */
export function methodResponse(state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_method_response",
    arguments: schema,
    inert: { response_models: "models of answers document them and are not checked, on AWS neither" },
    replacedBy: ["rest_api_id", "resource_id", "http_method", "status_code"],
    apply(config) {
      const { rest_api_id, resource_id, http_method, status_code } = config;
      const { responses } = state.restApi(rest_api_id).method(resource_id, http_method);
      responses.set(status_code, { statusCode: status_code, parameters: config.response_parameters });
      return { ...config, id: `agmr-${rest_api_id}-${resource_id}-${http_method}-${status_code}` };
    },
    remove({ rest_api_id, resource_id, http_method, status_code }) {
      state.restApis.get(rest_api_id)?.method(resource_id, http_method).responses.delete(status_code);
    },
  };
}
