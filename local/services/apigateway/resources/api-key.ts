import * as z from "zod";
import { isoTime } from "../../../kernel/clock";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { bool, text } from "../../../terraform/arguments";
import type { ApiGatewayState } from "../state";
import { inertTags, stableId, tagArguments } from "./shared-arguments";

const schema = z.strictObject({
  name: text,
  description: text.optional(),
  customer_id: text.optional(),
  enabled: bool.default(true),
  value: text
    .refine((value) => value.length >= 20 && value.length <= 128, {
      error: "an API key has 20 to 128 characters",
    })
    .optional(),
  ...tagArguments,
});

/** aws_api_gateway_api_key; a generated value follows from the address, so that it is the same at every start. */
export function apiKey(kernel: Kernel, state: ApiGatewayState): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_api_gateway_api_key",
    arguments: schema,
    inert: {
      ...inertTags,
      customer_id: "the AWS Marketplace",
      description: "a text for people",
    },
    replacedBy: ["value"],
    apply(config, { address, prior }) {
      const id = String(prior?.attributes["id"] ?? stableId(kernel, address));
      const value = config.value ?? stableId(kernel, `${address} value`, 40);
      const changedAtMs = kernel.clock.now();
      const createdAtMs = state.usagePlans.key(id)?.createdAtMs ?? changedAtMs;
      const { name, enabled } = config;
      state.usagePlans.setKey({ id, name, value, enabled, createdAtMs, changedAtMs });
      return {
        ...config,
        id,
        value,
        arn: `arn:${kernel.partition}:apigateway:${kernel.region}::/apikeys/${id}`,
        created_date: isoTime(createdAtMs),
        last_updated_date: isoTime(changedAtMs),
      };
    },
    remove(_config, attributes) {
      state.usagePlans.removeKey(String(attributes["id"]));
    },
  };
}
