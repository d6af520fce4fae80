import type { Kernel } from "../../kernel/kernel";
import type { Service } from "../../kernel/service";
import { Buses } from "./buses";
import { Deliveries } from "./delivery/deliveries";
import { putEvents } from "./operations/put-events";
import { eventBusResource } from "./resources/aws-cloudwatch-event-bus";
import { eventRuleResource } from "./resources/aws-cloudwatch-event-rule";
import { eventTargetResource } from "./resources/aws-cloudwatch-event-target";
import { Router } from "./router";
import { Scheduler } from "./schedule/scheduler";

/** Amazon EventBridge: buses, rules and their targets. */
export const events = (kernel: Kernel): Service => {
  const buses = new Buses(kernel);
  const deliveries = new Deliveries(kernel, kernel.chance.fork("events"));
  const router = new Router(deliveries);
  const scheduler = new Scheduler(kernel, router, (arn) => buses.ruleByArn(arn));
  return {
    name: "events",
    protocol: { kind: "json", target: "AWSEvents", version: "1.1" },
    operations: [putEvents(kernel, buses, router)],
    resources: [
      eventBusResource(buses, scheduler),
      eventRuleResource(kernel, buses, scheduler),
      eventTargetResource(kernel, buses),
    ],
    resourcePolicy: (arn) => buses.findByArn(arn)?.policy,
    async close() {
      scheduler.close();
      deliveries.close();
    },
  };
};
