import type { SQSRecord } from "aws-lambda";
import * as z from "zod";
import { type CheckoutBasketEvent, checkoutBasketEvent } from "../../contracts/checkout-basket";
import { CHECKOUT_BASKET } from "../../contracts/event-names";
import { readMessage } from "../../queue/message";

/** What EventBridge puts around the event when it sends it to a queue, as far as it matters here. */
const envelope = z.object({
  source: z.literal(CHECKOUT_BASKET.source),
  "detail-type": z.literal(CHECKOUT_BASKET.detailType),
  detail: checkoutBasketEvent,
});

/**
 * Reads a checkout as the bus puts it into the queue.
 * @throws UnreadableMessage for a message that breaks the contract.
 */
export function readCheckoutMessage(record: SQSRecord): CheckoutBasketEvent {
  return readMessage(record, envelope).detail;
}
