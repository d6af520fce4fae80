import type { App } from "cdktf";
import { EventBus } from "../../../modules/event-bus";
import { EventBusRule } from "../../../modules/eventbus-target";
import { PlatformFunction } from "../../../modules/function";
import { Queue } from "../../../modules/queue";
import { EnvironmentStack, type StackSettings } from "../../../stacks/environment-stack";
import { CONTENT_FILTERS } from "./content-filters";

const SERVICE = "events";

/** A bus with a rule per content filter, and one whose targets fail in different ways. */
export class EventsStack extends EnvironmentStack {
  constructor(app: App, settings: StackSettings) {
    super(app, settings, "events", SERVICE);
    const bus = new EventBus(this, "bus", { name: "trade" });
    const record = new PlatformFunction(this, "record", {
      service: SERVICE,
      name: "record",
      handler: "services/options/handlers/record.ts",
    });

    for (const [name, { pattern }] of Object.entries(CONTENT_FILTERS)) {
      new EventBusRule(this, name, {
        service: SERVICE,
        name,
        bus,
        pattern: { source: ["filtered"], ...pattern },
        targets: [
          {
            name: "record",
            to: record,
            input: {
              paths: { id: "$.id", filter: "$.detail-type" },
              template: `{"rule":"${name}","filter":<filter>,"id":<id>}`,
            },
          },
        ],
      });
    }

    this.addDeliveries(bus, record);
  }

  private addDeliveries(bus: EventBus, record: PlatformFunction): void {
    const parcels = new Queue(this, "parcels", { service: SERVICE, name: "parcels" });
    new EventBusRule(this, "shipping", {
      service: SERVICE,
      name: "shipping",
      bus,
      pattern: { source: ["shipping"] },
      targets: [
        { name: "parcels", to: parcels },
        {
          name: "record",
          to: record,
          input: {
            paths: { order: "$.detail.order", lines: "$.detail.lines", at: "$.time" },
            template:
              '{"rule":"<aws.events.rule-name>","order":<order>,"lines":<lines>,"text":"<order> at <at>"}',
          },
        },
      ],
      maxRetries: 2,
    });

    const letters = new Queue(this, "letters", { service: SERVICE, name: "letters" });
    new EventBusRule(this, "mailing", {
      service: SERVICE,
      name: "mailing",
      bus,
      pattern: { source: ["mailing"] },
      targets: [{ name: "letters", to: letters }],
      maxAgeSeconds: 120,
    });
    this.output("bus_name", bus.name, "The bus.");
  }
}
