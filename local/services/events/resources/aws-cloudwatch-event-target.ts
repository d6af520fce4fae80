import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, bool, number, text } from "../../../terraform/arguments";
import { type Buses, DEFAULT_BUS } from "../buses";
import type { Target } from "../target";
import { putTargets, removeTargets } from "../target-changes";

const schema = z.strictObject({
  rule: text,
  event_bus_name: text.optional(),
  target_id: text.optional(),
  arn: text,
  role_arn: text.optional(),
  input: text.optional(),
  input_path: text.optional(),
  input_transformer: block(
    z.strictObject({ input_paths: z.record(z.string(), text).default({}), input_template: text }),
  ).optional(),
  sqs_target: block(z.strictObject({ message_group_id: text.optional() })).optional(),
  dead_letter_config: block(z.strictObject({ arn: text.optional() })).optional(),
  retry_policy: block(
    z.strictObject({
      maximum_event_age_in_seconds: number.optional(),
      maximum_retry_attempts: number.optional(),
    }),
  ).optional(),
  force_destroy: bool.optional(),
});

type Config = z.infer<typeof schema>;

/** `aws_cloudwatch_event_target` */
export function eventTargetResource(kernel: Kernel, buses: Buses): ResourceType<Config> {
  return {
    type: "aws_cloudwatch_event_target",
    arguments: schema,
    inert: { force_destroy: "there are no rules that AWS manages" },
    replacedBy: ["rule", "event_bus_name", "target_id"],
    apply(config, { prior }) {
      const id = String(
        prior?.attributes["target_id"] ?? config.target_id ?? `terraform-${kernel.ids.text(26)}`,
      );
      const { bus, rule } = buses.rule(config.rule, config.event_bus_name);
      putTargets(kernel, bus, rule, [targetOf(config, id)]);
      return {
        ...config,
        id: bus.name === DEFAULT_BUS ? `${rule.name}-${id}` : `${bus.name}-${rule.name}-${id}`,
        target_id: id,
        event_bus_name: bus.name,
      };
    },
    remove(config, attributes) {
      const bus = buses.find(config.event_bus_name);
      const rule = bus?.rules.get(config.rule);
      if (bus !== undefined && rule !== undefined)
        removeTargets(bus, rule, [String(attributes["target_id"])]);
    },
  };
}

function targetOf(config: Config, id: string): Target {
  const { role_arn, input, input_path, input_transformer, sqs_target, dead_letter_config, retry_policy } =
    config;
  return {
    Id: id,
    Arn: config.arn,
    ...given("RoleArn", role_arn),
    ...given("Input", input),
    ...given("InputPath", input_path),
    ...(input_transformer === undefined
      ? {}
      : {
          InputTransformer: {
            InputPathsMap: input_transformer.input_paths,
            InputTemplate: input_transformer.input_template,
          },
        }),
    ...(sqs_target === undefined
      ? {}
      : { SqsParameters: given("MessageGroupId", sqs_target.message_group_id) }),
    ...(dead_letter_config?.arn === undefined ? {} : { DeadLetterConfig: { Arn: dead_letter_config.arn } }),
    ...(retry_policy === undefined
      ? {}
      : {
          RetryPolicy: {
            ...given("MaximumRetryAttempts", retry_policy.maximum_retry_attempts),
            ...given("MaximumEventAgeInSeconds", retry_policy.maximum_event_age_in_seconds),
          },
        }),
  };
}

/** A member that is there only when it has a value. */
function given<Name extends string, T>(name: Name, value: T | undefined): { readonly [N in Name]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]: T });
}
