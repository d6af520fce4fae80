import type { BridgeEvent } from "../bridge-event";

/** An entry of PutEvents with which a rule hands an event to another bus; the event stays what it is, id and all. */
export class ForwardedEvent {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;

  /** @param EventBusName - the ARN of the bus that gets it */
  constructor(
    readonly EventBusName: string,
    readonly event: BridgeEvent,
  ) {
    this.Source = event.source;
    this.DetailType = event["detail-type"];
    this.Detail = JSON.stringify(event.detail);
  }
}
