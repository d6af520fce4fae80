import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { bool, number, text } from "../../../terraform/arguments";
import { groupArn } from "../arns";
import { checkRetention } from "../retention";
import type { LogState } from "../state";

const schema = z.strictObject({
  name: z.string().optional(),
  name_prefix: z.string().optional(),
  retention_in_days: number.optional(),
  log_group_class: z.enum(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]).optional(),
  kms_key_id: z.string().optional(),
  skip_destroy: bool.optional(),
  tags: z.record(z.string(), text).optional(),
  tags_all: z.record(z.string(), text).optional(),
});

type Config = z.infer<typeof schema>;

/** aws_cloudwatch_log_group. */
export function logGroupResource(kernel: Kernel, state: LogState): ResourceType<Config> {
  return {
    type: "aws_cloudwatch_log_group",
    arguments: schema,
    inert: {
      kms_key_id: "logs lie in memory; nothing is encrypted",
      log_group_class: "every class keeps and finds the same",
      skip_destroy: "logs end with the cloud",
    },
    replacedBy: ["name", "name_prefix", "log_group_class"],
    apply: (config, { prior }) => {
      const name =
        (prior?.attributes["name"] as string | undefined) ??
        config.name ??
        `${config.name_prefix ?? "terraform-"}${kernel.ids.text(26)}`;
      const { retention_in_days: days = 0, log_group_class: logClass = "STANDARD" } = config;
      if (days !== 0) checkRetention(days);
      // A function that ran before its group was declared has made the group itself, as on AWS.
      const group = state.find(name) ?? state.create({ name, createdAtMs: kernel.clock.now(), logClass });
      group.retentionDays = days === 0 ? undefined : days;
      group.kmsKeyId = config.kms_key_id;
      group.tags = { ...config.tags_all, ...config.tags };
      return {
        id: name,
        name,
        arn: groupArn(kernel, name),
        retention_in_days: days,
        log_group_class: logClass,
        kms_key_id: config.kms_key_id ?? "",
        skip_destroy: config.skip_destroy ?? false,
        tags: config.tags ?? {},
        tags_all: group.tags,
      };
    },
    remove: (_config, attributes) => {
      const name = String(attributes["name"]);
      if (state.find(name) !== undefined) state.delete(name);
    },
  };
}
