import type { Logger } from "@aws-lambda-powertools/logger";
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { PRICE_CHANGED, PRICE_EVENT_TYPE_ATTRIBUTE } from "../../contracts/event-names";
import type { EventMetadata } from "../../contracts/metadata";
import { priceChangedEvent, productWithdrawnEvent } from "../../contracts/price-events";
import type { PriceAnnouncer } from "../domain/ports";
import type { PriceEvent } from "../domain/price-event";

export interface PriceTopicOptions {
  readonly client: Pick<SNSClient, "send">;
  readonly topicArn: string;
  readonly logger: Pick<Logger, "error">;
}

/** The price topic on SNS; the event's type travels as a message attribute, by which queues filter. */
export function priceTopic({ client, topicArn, logger }: PriceTopicOptions): PriceAnnouncer {
  return {
    async announce(event) {
      const command = new PublishCommand({
        TopicArn: topicArn,
        Message: JSON.stringify(toContract(event)),
        MessageAttributes: {
          [PRICE_EVENT_TYPE_ATTRIBUTE]: { DataType: "String", StringValue: event.type },
        },
      });
      try {
        await client.send(command);
        return true;
      } catch (error) {
        logger.error("price event not published; it stays in the product's outbox", {
          product_id: event.productId,
          event_id: event.eventId,
          error: error instanceof Error ? error : new Error(String(error)),
        });
        return false;
      }
    },
  };
}

function toContract(event: PriceEvent) {
  const { productId, eventId, correlationId } = event;
  const occurredAt = new Date(event.occurredAtMs).toISOString();
  const metadata: EventMetadata = { eventId, correlationId, occurredAt, version: 1 };
  if (event.type === PRICE_CHANGED) {
    const { price, currency } = event;
    return priceChangedEvent.parse({ metadata, data: { productId, price, currency } });
  }
  return productWithdrawnEvent.parse({ metadata, data: { productId } });
}
