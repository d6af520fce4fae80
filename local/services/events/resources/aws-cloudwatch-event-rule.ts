import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { Attributes, ResourceType } from "../../../kernel/service";
import { bool, text } from "../../../terraform/arguments";
import type { Rule } from "../bus";
import { type Buses, DEFAULT_BUS } from "../buses";
import { deleteRule, putRule } from "../rule-changes";
import type { Scheduler } from "../schedule/scheduler";

const schema = z.strictObject({
  name: text.optional(),
  name_prefix: text.optional(),
  description: text.optional(),
  event_bus_name: text.optional(),
  event_pattern: text.optional(),
  schedule_expression: text.optional(),
  is_enabled: bool.optional(),
  state: text.optional(),
  force_destroy: bool.optional(),
  tags: z.record(z.string(), text).default({}),
  tags_all: z.record(z.string(), text).optional(),
});

type Config = z.infer<typeof schema>;

/** `aws_cloudwatch_event_rule` */
export function eventRuleResource(kernel: Kernel, buses: Buses, scheduler: Scheduler): ResourceType<Config> {
  return {
    type: "aws_cloudwatch_event_rule",
    arguments: schema,
    inert: { force_destroy: "there are no rules that AWS manages" },
    replacedBy: ["name", "name_prefix", "event_bus_name"],
    apply(config, { prior }) {
      const known = prior?.attributes["name"];
      const name = known === undefined ? newName(kernel, config) : String(known);
      const rule = putRule(kernel, buses.get(config.event_bus_name), {
        name,
        description: config.description,
        eventPattern: config.event_pattern,
        scheduleExpression: config.schedule_expression,
        state: config.state ?? (config.is_enabled === false ? "DISABLED" : "ENABLED"),
      });
      scheduler.update(rule.arn);
      return expose(rule, config);
    },
    remove(config, attributes) {
      const bus = buses.find(config.event_bus_name);
      const rule = bus?.rules.get(String(attributes["name"]));
      if (bus === undefined || rule === undefined) return;
      deleteRule(bus, rule.name);
      scheduler.update(rule.arn);
    },
  };
}

function newName(kernel: Kernel, { name, name_prefix }: Config): string {
  return name ?? `${name_prefix ?? "terraform-"}${kernel.ids.text(26)}`;
}

function expose(rule: Rule, config: Config): Attributes {
  const { name, arn, busName } = rule;
  return {
    ...config,
    id: busName === DEFAULT_BUS ? name : `${busName}/${name}`,
    name,
    arn,
    event_bus_name: busName,
    is_enabled: rule.state !== "DISABLED",
    state: rule.state,
    tags_all: config.tags_all ?? config.tags,
  };
}
