import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { number, text } from "../../../terraform/arguments";
import type { XrayState } from "../state";

const schema = z.strictObject({
  rule_name: z.string().min(1).max(32),
  priority: number.pipe(z.int().min(1).max(9999)),
  fixed_rate: number.pipe(z.number().min(0).max(1)),
  reservoir_size: number.pipe(z.int().min(0)),
  version: number.pipe(z.literal(1)),
  host: z.string().max(64),
  http_method: z.string().max(10),
  service_name: z.string().max(64),
  service_type: z.string().max(64),
  url_path: z.string().max(128),
  resource_arn: z.string().max(500),
  attributes: z.record(z.string(), text).optional(),
  tags: z.record(z.string(), text).optional(),
  tags_all: z.record(z.string(), text).optional(),
});

type Config = z.infer<typeof schema>;

const ALL_TRACED = "every request is traced here";

/** aws_xray_sampling_rule. */
export function samplingRuleResource(kernel: Kernel, state: XrayState): ResourceType<Config> {
  return {
    type: "aws_xray_sampling_rule",
    arguments: schema,
    inert: { fixed_rate: ALL_TRACED, reservoir_size: ALL_TRACED, priority: ALL_TRACED },
    replacedBy: ["rule_name"],
    apply({ rule_name: name }, { prior }) {
      if (prior === undefined && state.samplingRules.has(name)) {
        throw new AwsError("InvalidRequestException", `Rule with name ${name} already exists`);
      }
      const arn = kernel.arn("xray", `sampling-rule/${name}`);
      state.samplingRules.set(name, arn);
      return { id: name, arn };
    },
    remove: ({ rule_name: name }) => {
      state.samplingRules.delete(name);
    },
  };
}
