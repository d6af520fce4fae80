import type { Kernel } from "../../kernel/kernel";
import type { Service } from "../../kernel/service";
import { type ArchivedEvent, Archives } from "./archives";
import { Buses } from "./buses";
import { Deliveries } from "./delivery/deliveries";
import { createEventBus } from "./operations/create-event-bus";
import { deleteEventBus } from "./operations/delete-event-bus";
import { deleteRule } from "./operations/delete-rule";
import { describeEventBus } from "./operations/describe-event-bus";
import { describeRule } from "./operations/describe-rule";
import { listEventBuses } from "./operations/list-event-buses";
import { listRules } from "./operations/list-rules";
import { listTargetsByRule } from "./operations/list-targets-by-rule";
import { putEvents } from "./operations/put-events";
import { putPermission } from "./operations/put-permission";
import { putRule } from "./operations/put-rule";
import { putTargets } from "./operations/put-targets";
import { removePermission } from "./operations/remove-permission";
import { removeTargets } from "./operations/remove-targets";
import { switchRule } from "./operations/switch-rule";
import { testEventPattern } from "./operations/test-event-pattern";
import { eventArchiveResource } from "./resources/aws-cloudwatch-event-archive";
import { eventBusResource } from "./resources/aws-cloudwatch-event-bus";
import { eventBusPolicyResource } from "./resources/aws-cloudwatch-event-bus-policy";
import { eventPermissionResource } from "./resources/aws-cloudwatch-event-permission";
import { eventRuleResource } from "./resources/aws-cloudwatch-event-rule";
import { eventTargetResource } from "./resources/aws-cloudwatch-event-target";
import { eventBusDataSource } from "./resources/event-bus-data-source";
import { Router } from "./router";
import { Scheduler } from "./schedule/scheduler";

/** EventBridge, and a look at what it holds for the console and for tests. */
export interface EventsService extends Service {
  /** The names of all buses, in alphabetical order. */
  busNames(): readonly string[];
  /** What an archive holds, the oldest first; undefined when there is no such archive. */
  archived(name: string): readonly ArchivedEvent[] | undefined;
}

/** Amazon EventBridge: buses, rules, their targets and schedules, archives. */
export const events = (kernel: Kernel): EventsService => {
  const buses = new Buses(kernel);
  const archives = new Archives(kernel);
  const deliveries = new Deliveries(kernel, kernel.chance.fork("events"));
  const router = new Router(deliveries, archives);
  const scheduler = new Scheduler(kernel, router, (arn) => buses.ruleByArn(arn));
  return {
    name: "events",
    protocol: { kind: "json", target: "AWSEvents", version: "1.1" },
    operations: [
      putEvents(kernel, buses, router),
      createEventBus(buses),
      deleteEventBus(buses, scheduler),
      describeEventBus(buses),
      listEventBuses(buses),
      putRule(kernel, buses, scheduler),
      deleteRule(kernel, buses, scheduler),
      describeRule(kernel, buses),
      listRules(buses),
      switchRule(kernel, buses, scheduler, "EnableRule"),
      switchRule(kernel, buses, scheduler, "DisableRule"),
      putTargets(kernel, buses),
      removeTargets(kernel, buses),
      listTargetsByRule(kernel, buses),
      testEventPattern(),
      putPermission(kernel, buses),
      removePermission(kernel, buses),
    ],
    resources: [
      eventBusResource(buses, scheduler),
      eventBusPolicyResource(kernel, buses),
      eventPermissionResource(kernel, buses),
      eventRuleResource(kernel, buses, scheduler),
      eventTargetResource(kernel, buses),
      eventArchiveResource(kernel, buses, archives),
    ],
    dataSources: [eventBusDataSource(buses)],
    resourcePolicy: (arn) => buses.findByArn(arn)?.policy,
    busNames: () => buses.all().map(({ name }) => name),
    archived: (name) => archives.events(name),
    async close() {
      scheduler.close();
      deliveries.close();
    },
  };
};
