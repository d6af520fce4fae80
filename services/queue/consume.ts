import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { Logger } from "@aws-lambda-powertools/logger";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { EventMetadata } from "../contracts/metadata";

/** The part of the Powertools logger that consuming needs. */
export type ConsumerLogger = Pick<Logger, "addContext" | "info" | "error">;

export interface ConsumerOptions<Event extends { readonly metadata: EventMetadata }> {
  /** The event of a message. @throws UnreadableMessage for one that breaks the contract. */
  read(record: SQSRecord): Event;
  /** Works the event off, safe to run twice; returns the outcome for the log. An exception means retry. */
  handle(event: Event): Promise<string>;
  readonly logger: ConsumerLogger;
}

/**
 * The Lambda handler of a queue. Each message succeeds or fails by itself: the answer names the failed
 * ones, which return to the queue and, after their attempts, to its dead-letter queue.
 */
export function consumeQueue<Event extends { readonly metadata: EventMetadata }>({
  read,
  handle,
  logger,
}: ConsumerOptions<Event>) {
  const processor = new BatchProcessor(EventType.SQS);

  const work = async (record: SQSRecord): Promise<void> => {
    let correlationId: string | undefined;
    try {
      const event = read(record);
      correlationId = event.metadata.correlationId;
      const outcome = await handle(event);
      logger.info("message worked", {
        outcome,
        message_id: record.messageId,
        event_id: event.metadata.eventId,
        correlation_id: correlationId,
      });
    } catch (error) {
      logger.error("message failed", {
        message_id: record.messageId,
        correlation_id: correlationId,
        receive_count: record.attributes.ApproximateReceiveCount,
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  };

  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    logger.addContext(context);
    // A batch that failed as a whole is reported message by message too: an exception would say less.
    return processPartialResponse(event, work, processor, { context, throwOnFullBatchFailure: false });
  };
}
