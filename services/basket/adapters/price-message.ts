import type { SQSRecord } from "aws-lambda";
import { PRICE_CHANGED, PRICE_EVENT_TYPE_ATTRIBUTE, PRODUCT_WITHDRAWN } from "../../contracts/event-names";
import type { EventMetadata } from "../../contracts/metadata";
import { priceChangedEvent, productWithdrawnEvent } from "../../contracts/price-events";
import { readMessage, UnreadableMessage } from "../../queue/message";
import type { KnownPrice } from "../domain/price";

export interface PriceMessage {
  readonly metadata: EventMetadata;
  readonly price: KnownPrice;
}

/**
 * Reads a message of the price topic as raw delivery puts it into the queue: the body is the event, the
 * topic's message attributes are the queue's.
 * @throws UnreadableMessage for a message that breaks the contract.
 */
export function readPriceMessage(record: SQSRecord): PriceMessage {
  const type = record.messageAttributes[PRICE_EVENT_TYPE_ATTRIBUTE]?.stringValue;
  switch (type) {
    case PRICE_CHANGED: {
      const { metadata, data } = readMessage(record, priceChangedEvent);
      return { metadata, price: { ...data, occurredAt: metadata.occurredAt, withdrawn: false } };
    }
    case PRODUCT_WITHDRAWN: {
      const { metadata, data } = readMessage(record, productWithdrawnEvent);
      return { metadata, price: { ...data, occurredAt: metadata.occurredAt, withdrawn: true } };
    }
    default:
      throw new UnreadableMessage(
        record,
        `its attribute ${PRICE_EVENT_TYPE_ATTRIBUTE} is ${type ?? "missing"}, not ${PRICE_CHANGED} or ${PRODUCT_WITHDRAWN}`,
      );
  }
}
