import type { Logger } from "@aws-lambda-powertools/logger";
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { checkoutBasketEvent } from "../../contracts/checkout-basket";
import { CHECKOUT_BASKET } from "../../contracts/event-names";
import type { Checkout, CheckoutPublisher } from "../domain/ports";

export interface EventBusOptions {
  readonly client: Pick<EventBridgeClient, "send">;
  readonly busName: string;
  readonly logger: Pick<Logger, "error">;
}

/** The shop's event bus on EventBridge. */
export function eventBus({ client, busName, logger }: EventBusOptions): CheckoutPublisher {
  return {
    async publish(checkout) {
      const detail = toContract(checkout);
      const command = new PutEventsCommand({
        Entries: [
          {
            EventBusName: busName,
            Source: CHECKOUT_BASKET.source,
            DetailType: CHECKOUT_BASKET.detailType,
            Detail: JSON.stringify(detail),
          },
        ],
      });
      const refused = (reason: object) => {
        const order_id = checkout.data.orderId;
        logger.error("checkout not published; the basket is kept", { order_id, ...reason });
        return false;
      };

      try {
        // PutEvents answers 200 for entries that it did not take: each entry has its own result.
        const { FailedEntryCount = 0, Entries = [] } = await client.send(command);
        const [entry] = Entries;
        if (FailedEntryCount === 0 && entry?.EventId !== undefined) return true;
        return refused({ error_code: entry?.ErrorCode, error_message: entry?.ErrorMessage });
      } catch (error) {
        return refused({ error: error instanceof Error ? error : new Error(String(error)) });
      }
    },
  };
}

function toContract({ eventId, correlationId, occurredAtMs, data }: Checkout) {
  const occurredAt = new Date(occurredAtMs).toISOString();
  return checkoutBasketEvent.parse({ metadata: { eventId, correlationId, occurredAt, version: 1 }, data });
}
