import * as z from "zod";
import { AwsError } from "../../../kernel/errors";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { block, bool, text } from "../../../terraform/arguments";
import type { XrayState } from "../state";

const schema = z.strictObject({
  group_name: z.string().min(1).max(32),
  filter_expression: z.string(),
  insights_configuration: block(
    z.strictObject({ insights_enabled: bool, notifications_enabled: bool.optional() }),
  ).optional(),
  tags: z.record(z.string(), text).optional(),
  tags_all: z.record(z.string(), text).optional(),
});

type Config = z.infer<typeof schema>;

/** aws_xray_group. */
export function groupResource(kernel: Kernel, state: XrayState): ResourceType<Config> {
  return {
    type: "aws_xray_group",
    arguments: schema,
    inert: {
      filter_expression: "traces are found by the texts in them here, not by groups",
      insights_configuration: "nothing looks for anomalies here",
    },
    replacedBy: ["group_name"],
    apply({ group_name: name }, { prior }) {
      if (prior === undefined && state.groups.has(name)) {
        throw new AwsError("InvalidRequestException", `Group with name ${name} already exists`);
      }
      const arn =
        state.groups.get(name) ?? kernel.arn("xray", `group/${name}/${kernel.ids.text(26).toUpperCase()}`);
      state.groups.set(name, arn);
      return { id: arn, arn };
    },
    remove: ({ group_name: name }) => {
      state.groups.delete(name);
    },
  };
}
