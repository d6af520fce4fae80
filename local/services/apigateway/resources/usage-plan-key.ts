import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";

const schema = z.strictObject({ key_id: text, key_type: z.literal("API_KEY"), usage_plan_id: text });

/** aws_api_gateway_usage_plan_key: puts an API key under a plan. */
export function usagePlanKey(state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_usage_plan_key",
    arguments: schema,
    replacedBy: ["key_id", "key_type", "usage_plan_id"],
    apply(config) {
      const key = state.usagePlans.key(config.key_id);
      const plan = state.usagePlans.plan(config.usage_plan_id);
      if (plan === undefined) {
        throw new AwsError(
          "NotFoundException",
          `Invalid Usage Plan ID specified: ${config.usage_plan_id}`,
          404,
        );
      }
      if (key === undefined) {
        throw new AwsError(
          "NotFoundException",
          `Invalid API Key identifier specified: ${config.key_id}`,
          404,
        );
      }
      plan.keyIds.add(key.id);
      return { ...config, id: key.id, name: key.name, value: key.value };
    },
    remove({ key_id, usage_plan_id }) {
      state.usagePlans.plan(usage_plan_id)?.keyIds.delete(key_id);
    },
  };
}
