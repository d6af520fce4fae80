import * as z from "zod";
import type { PolicyDocument } from "../../../kernel/policy";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";

const schema = z.strictObject({ rest_api_id: text, policy: text });

/** aws_api_gateway_rest_api_policy */
export function restApiPolicy(state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_rest_api_policy",
    arguments: schema,
    replacedBy: ["rest_api_id"],
    apply(config) {
      state.restApi(config.rest_api_id).policy = JSON.parse(config.policy) as PolicyDocument;
      return { ...config, id: config.rest_api_id };
    },
    remove({ rest_api_id }) {
      const api = state.restApis.get(rest_api_id);
      if (api !== undefined) api.policy = undefined;
    },
  };
}
