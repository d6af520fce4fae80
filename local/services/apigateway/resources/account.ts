import * as z from "zod";
import type { ResourceType } from "../../../kernel/service";
import { bool, text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";

const schema = z.strictObject({
  cloudwatch_role_arn: text.optional(),
  reset_on_delete: bool.optional(),
});

/** aws_api_gateway_account: the role by which REST APIs write their logs. */
export function account(state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_account",
    arguments: schema,
    inert: { reset_on_delete: "the account ends with the cloud" },
    apply(config) {
      state.logRoleArn = config.cloudwatch_role_arn;
      return {
        ...config,
        id: "api-gateway-account",
        api_key_version: "4",
        features: ["UsagePlans"],
        throttle_settings: [{ burst_limit: 5000, rate_limit: 10_000 }],
      };
    },
    remove() {
      state.logRoleArn = undefined;
    },
  };
}
