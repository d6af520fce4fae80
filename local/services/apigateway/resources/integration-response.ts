import * as z from "zod";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";
import { httpMethod } from "./method";
import { textMap } from "./shared-arguments";

const schema = z.strictObject({
  rest_api_id: text,
  resource_id: text,
  http_method: httpMethod,
  status_code: text,
  response_parameters: textMap.default({}),
  response_templates: textMap.default({}),
  selection_pattern: text.optional(),
});

/** aws_api_gateway_integration_response */
export function integrationResponse(state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_integration_response",
    arguments: schema,
    replacedBy: ["rest_api_id", "resource_id", "http_method", "status_code"],
    apply(config) {
      const { rest_api_id, resource_id, http_method, status_code } = config;
      const { integrationResponses } = state.restApi(rest_api_id).method(resource_id, http_method);
      integrationResponses.set(status_code, {
        statusCode: status_code,
        selectionPattern: config.selection_pattern,
        parameters: config.response_parameters,
        templates: config.response_templates,
      });
      return { ...config, id: `agir-${rest_api_id}-${resource_id}-${http_method}-${status_code}` };
    },
    remove({ rest_api_id, resource_id, http_method, status_code }) {
      const parts = state.restApis.get(rest_api_id)?.method(resource_id, http_method);
      parts?.integrationResponses.delete(status_code);
    },
  };
}
