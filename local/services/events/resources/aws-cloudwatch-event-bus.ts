import * as z from "zod";
import type { Attributes, ResourceType } from "../../../kernel/service";
import { block, text } from "../../../terraform/arguments";
import type { Bus } from "../bus";
import { deleteBus } from "../bus-changes";
import type { Buses } from "../buses";
import type { Scheduler } from "../schedule/scheduler";

const schema = z.strictObject({
  name: text,
  description: text.optional(),
  kms_key_identifier: text.optional(),
  dead_letter_config: block(z.strictObject({ arn: text.optional() })).optional(),
  tags: z.record(z.string(), text).default({}),
  tags_all: z.record(z.string(), text).optional(),
});

type Config = z.infer<typeof schema>;

/** `aws_cloudwatch_event_bus` */
export function eventBusResource(buses: Buses, scheduler: Scheduler): ResourceType<Config> {
  return {
    type: "aws_cloudwatch_event_bus",
    arguments: schema,
    inert: {
      kms_key_identifier: "events are not encrypted locally",
      dead_letter_config: "it is for events that cannot be decrypted, and nothing is encrypted locally",
    },
    replacedBy: ["name"],
    apply(config, { prior }) {
      const bus = prior === undefined ? buses.create(config.name) : buses.get(config.name);
      bus.description = config.description;
      return exposeBus(bus, config);
    },
    remove({ name }) {
      deleteBus(buses, scheduler, name);
    },
  };
}

function exposeBus(bus: Bus, config: Config): Attributes {
  return { ...config, id: bus.name, arn: bus.arn, tags_all: config.tags_all ?? config.tags };
}
