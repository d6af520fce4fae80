import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, blocks, number, text } from "../../../terraform/arguments";
import type { UsagePlanSettings } from "../rest/usage-plans";
import type { ApiGatewayState } from "../state";
import { inertTags, stableId, tagArguments } from "./shared-arguments";

const limit = { burst_limit: number.default(0), rate_limit: number.default(0) };

const schema = z.strictObject({
  name: text,
  description: text.optional(),
  product_code: text.optional(),
  api_stages: blocks(
    z.strictObject({
      api_id: text,
      stage: text,
      throttle: blocks(z.strictObject({ path: text, ...limit })),
    }),
  ),
  quota_settings: block(
    z.strictObject({ limit: number, offset: number.default(0), period: z.enum(["DAY", "WEEK", "MONTH"]) }),
  ).optional(),
  throttle_settings: block(z.strictObject(limit)).optional(),
  ...tagArguments,
});

type Config = z.infer<typeof schema>;

/** aws_api_gateway_usage_plan: how much the holders of API keys may call. */
export function usagePlan(kernel: Kernel, state: ApiGatewayState): ResourceType<Config> {
  return {
    type: "aws_api_gateway_usage_plan",
    arguments: schema,
    inert: { ...inertTags, description: "a text for people", product_code: "the AWS Marketplace" },
    apply(config, { address, prior }) {
      for (const { api_id, stage } of config.api_stages) {
        if (state.restApis.get(api_id)?.stages.has(stage) !== true) {
          throw new AwsError("NotFoundException", `API Stage not found: ${api_id}:${stage}`, 404);
        }
      }
      const id = String(prior?.attributes["id"] ?? stableId(kernel, address, 6));
      state.usagePlans.setPlan(id, planSettings(config), kernel.clock.now());
      return { ...config, id, arn: `arn:${kernel.partition}:apigateway:${kernel.region}::/usageplans/${id}` };
    },
    remove(_config, attributes) {
      state.usagePlans.removePlan(String(attributes["id"]));
    },
  };
}

function planSettings(config: Config): UsagePlanSettings {
  const { throttle_settings: throttle, quota_settings: quota } = config;
  return {
    stages: config.api_stages.map(({ api_id, stage, throttle: methods }) => ({
      apiId: api_id,
      stage,
      throttles: new Map(
        methods.map(({ path, rate_limit, burst_limit }) => [path, { rate: rate_limit, burst: burst_limit }]),
      ),
    })),
    throttle: throttle && { rate: throttle.rate_limit, burst: throttle.burst_limit },
    quota,
  };
}
