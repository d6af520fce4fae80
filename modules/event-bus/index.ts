import { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import { EnvironmentContext } from "../environment-context";
import type { Grantee } from "../permissions";

export interface EventBusProps {
  /** What the bus is for, in kebab-case: `shop`. There is one of the name per environment. */
  readonly name: string;
}

/** An event bus, whether of this stack or of another. */
export interface EventBusReference {
  /** Physical name; of a bus of this stack a reference, so that what uses the bus is made after it. */
  readonly name: string;
  readonly arn: string;
  /** Lets `grantee` put events on the bus: `events:PutEvents`. */
  grantPut(grantee: Grantee): void;
}

/** A custom EventBridge bus that belongs to the whole environment. */
export class EventBus extends Construct implements EventBusReference {
  readonly name: string;
  readonly arn: string;

  /** The bus of this environment that another stack owns; its ARN follows from its name. */
  static fromName(scope: Construct, id: string, name: string): EventBusReference {
    return new ForeignBus(scope, id, name);
  }

  /** @throws ModuleConfigError when the name breaks the rules. */
  constructor(scope: Construct, id: string, props: EventBusProps) {
    super(scope, id);
    const check = new ConfigCheck(this);
    const name = check.physicalName("event bus", undefined, props.name);
    check.done();

    const bus = new CloudwatchEventBus(this, "bus", { name });
    this.name = bus.name;
    this.arn = bus.arn;
  }

  grantPut(grantee: Grantee): void {
    grantPut(this, grantee);
  }
}

class ForeignBus extends Construct implements EventBusReference {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    const check = new ConfigCheck(this);
    this.name = check.physicalName("event bus", undefined, name);
    check.done();

    const { region, accountId } = EnvironmentContext.of(this);
    this.arn = `arn:aws:events:${region}:${accountId}:event-bus/${this.name}`;
  }

  grantPut(grantee: Grantee): void {
    grantPut(this, grantee);
  }
}

function grantPut(bus: EventBusReference, grantee: Grantee): void {
  grantee.addStatement({ actions: ["events:PutEvents"], resources: [bus.arn] });
}
