import * as z from "zod";
import { parsePolicy } from "../../../iam/policy-json";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import type { Bus } from "../bus";
import type { Buses } from "../buses";

const schema = z.strictObject({ event_bus_name: text.optional(), policy: text });

type Config = z.infer<typeof schema>;

/** `aws_cloudwatch_event_bus_policy` */
export function eventBusPolicyResource(kernel: Kernel, buses: Buses): ResourceType<Config> {
  const setPolicy = (bus: Bus, policy: Bus["policy"]) => {
    bus.policy = policy;
    bus.modifiedAtMs = kernel.clock.now();
  };
  return {
    type: "aws_cloudwatch_event_bus_policy",
    arguments: schema,
    replacedBy: ["event_bus_name"],
    apply(config) {
      const bus = buses.get(config.event_bus_name);
      setPolicy(bus, parsePolicy(config.policy, `the policy of event bus ${bus.name}`, "resource"));
      return { ...config, id: bus.name, event_bus_name: bus.name };
    },
    remove({ event_bus_name }) {
      const bus = buses.find(event_bus_name);
      if (bus !== undefined) setPolicy(bus, undefined);
    },
  };
}
