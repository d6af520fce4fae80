import * as z from "zod";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";
import { readApiPolicy } from "./api-policy";

const schema = z.strictObject({ rest_api_id: text, policy: text });

/** aws_api_gateway_rest_api_policy */
export function restApiPolicy(state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_rest_api_policy",
    arguments: schema,
    replacedBy: ["rest_api_id"],
    apply(config) {
      state.restApi(config.rest_api_id).policy = readApiPolicy(config.policy);
      return { ...config, id: config.rest_api_id };
    },
    remove({ rest_api_id }) {
      const api = state.restApis.get(rest_api_id);
      if (api !== undefined) api.policy = undefined;
    },
  };
}
