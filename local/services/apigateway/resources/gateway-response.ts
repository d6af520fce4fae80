import * as z from "zod";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import { GATEWAY_RESPONSE_TYPES } from "../rest/refusal";
import type { ApiGatewayState } from "../state";

const schema = z.strictObject({
  rest_api_id: text,
  response_type: z.enum(GATEWAY_RESPONSE_TYPES),
  status_code: text.optional(),
  response_parameters: z
    .record(
      z.string().regex(/^gatewayresponse\.header\.[\w-]+$/, {
        error: "a gateway response sets headers only: gatewayresponse.header.<name>",
      }),
      text,
    )
    .default({}),
  response_templates: z.record(z.string(), text).default({}),
});

/** aws_api_gateway_gateway_response: how the API answers what it does not pass on. */
export function gatewayResponse(state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_gateway_response",
    arguments: schema,
    replacedBy: ["rest_api_id", "response_type"],
    apply(config) {
      const { rest_api_id, response_type, status_code } = config;
      state.restApi(rest_api_id).gatewayResponses.set(response_type, {
        statusCode: status_code === undefined ? undefined : Number(status_code),
        parameters: config.response_parameters,
        templates: config.response_templates,
      });
      return { ...config, id: `aggr-${rest_api_id}-${response_type}` };
    },
    remove({ rest_api_id, response_type }) {
      state.restApis.get(rest_api_id)?.gatewayResponses.delete(response_type);
    },
  };
}
