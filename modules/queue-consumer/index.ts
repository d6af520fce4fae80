import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import type { ContentFilter } from "../content-filter";
import type { PlatformFunction } from "../function";
import type { Queue } from "../queue";
import { checkBodyFilters, filterCriteria } from "./body-filters";
import { checkConsumer, requiredVisibilitySeconds } from "./consumer-rules";

/** How a function works a queue; shared by everything that connects the two. */
export interface ConsumerProps {
  /** The function that works the queue; receives the permission to consume. */
  readonly consumer: PlatformFunction;
  /**
   * Messages per invocation, 1 to 10 000. Above 10 needs `batchWindowSeconds` of at least 1.
   * @defaultValue 10
   */
  readonly batchSize?: number;
  /**
   * How long Lambda gathers messages before it calls, in seconds, 0 to 300.
   * @defaultValue 0
   */
  readonly batchWindowSeconds?: number;
  /**
   * Batches worked at the same time at most, 2 to 1000; levels a burst. A consumer with reserved
   * concurrency needs it, and all its queues together no more than it reserves.
   * @defaultValue no limit but the account's
   */
  readonly maxConcurrency?: number;
  /**
   * Longest time that one message takes, in seconds. When given, a full batch must fit into the consumer's timeout.
   * @defaultValue not checked
   */
  readonly secondsPerMessage?: number;
}

/** Construct metadata by which the rules at synth learn what Terraform's arguments do not say. */
const SECONDS_PER_MESSAGE_METADATA = "platform:seconds-per-message";

export interface QueueConsumerProps extends ConsumerProps {
  /** The queue to work. */
  readonly queue: Queue;
  /**
   * Which messages the function is called for, by the fields of their JSON body: 1 to 5 patterns, of which one has to
   * match. Lambda deletes every other message, and one whose body is no JSON; so where a topic or a bus sends them,
   * filter there.
   * @defaultValue every message
   */
  readonly bodyFilters?: readonly ContentFilter[];
}

/** Connects a queue to the function that works it; a failed message goes back alone, not with its batch. */
export class QueueConsumer extends Construct {
  /** @throws ModuleConfigError when a number is out of its range or queue and function do not fit. */
  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id);
    const {
      queue,
      consumer,
      batchSize = 10,
      batchWindowSeconds = 0,
      maxConcurrency,
      secondsPerMessage,
      bodyFilters,
    } = props;

    const check = new ConfigCheck(this);
    checkConsumer(check, { consumer, batchSize, batchWindowSeconds, maxConcurrency, secondsPerMessage });
    const needed = requiredVisibilitySeconds(consumer.timeoutSeconds, batchWindowSeconds);
    check.that(
      queue.visibilityTimeoutSeconds >= needed,
      `visibilityTimeoutSeconds of queue ${queue.name} is ${queue.visibilityTimeoutSeconds}; it must be at least ` +
        `${needed}: six timeouts of ${consumer.name} (${consumer.timeoutSeconds} s) and the batch window ` +
        `(${batchWindowSeconds} s). Raise it, or lower the function's timeout.`,
    );
    check.that(
      !queue.fifo || (batchSize <= 10 && batchWindowSeconds === 0),
      `batchSize is ${batchSize} and batchWindowSeconds ${batchWindowSeconds} for the FIFO queue ${queue.name}; Lambda ` +
        "takes at most 10 messages of one and does not wait for more. Lower them, or use a standard queue.",
    );
    checkBodyFilters(check, bodyFilters);
    check.done();

    queue.grantConsume(consumer);
    const mapping = new LambdaEventSourceMapping(this, "mapping", {
      eventSourceArn: queue.arn,
      functionName: consumer.arn,
      batchSize,
      maximumBatchingWindowInSeconds: batchWindowSeconds,
      functionResponseTypes: ["ReportBatchItemFailures"],
      ...(maxConcurrency === undefined ? {} : { scalingConfig: { maximumConcurrency: maxConcurrency } }),
      ...(bodyFilters === undefined ? {} : { filterCriteria: filterCriteria(bodyFilters) }),
    });
    if (secondsPerMessage !== undefined) {
      mapping.node.addMetadata(SECONDS_PER_MESSAGE_METADATA, secondsPerMessage);
    }
  }
}
