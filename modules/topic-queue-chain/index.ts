import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { ConfigCheck } from "../config-check";
import type { EventBusReference } from "../event-bus";
import { EventBusRule, type EventPattern } from "../eventbus-target";
import { Queue } from "../queue";
import { DeadLetterQueue } from "../queue/dead-letter-queue";
import { type ConsumerProps, QueueConsumer } from "../queue-consumer";
import { checkConsumer, requiredVisibilitySeconds } from "../queue-consumer/consumer-rules";
import { checkFilterPolicy } from "./filter-policy";

/** Messages of an SNS topic. */
export interface TopicSource {
  readonly topicArn: string;
  /**
   * Field → accepted values; only what matches all of them is delivered.
   * @defaultValue everything is delivered
   */
  readonly filterPolicy?: Readonly<Record<string, unknown>>;
  /**
   * Where the fields of the filter policy are looked up.
   * @defaultValue "MessageAttributes"
   */
  readonly filterPolicyScope?: "MessageAttributes" | "MessageBody";
  /**
   * Whether the queue gets the message itself rather than SNS's envelope around it.
   * @defaultValue true
   */
  readonly rawMessageDelivery?: boolean;
}

/** Events of a bus that match a pattern. */
export interface BusSource {
  readonly bus: EventBusReference;
  readonly pattern: EventPattern;
}

export interface TopicQueueChainProps extends ConsumerProps {
  /** Service that consumes, in kebab-case. */
  readonly service: string;
  /** What is consumed, in kebab-case; names the queue, and with `-dlq` its dead-letter queue. */
  readonly name: string;
  /** Where the messages come from. */
  readonly source: TopicSource | BusSource;
  /**
   * Deliveries before a message moves to the dead-letter queue, 1 to 1000.
   * @defaultValue 5
   */
  readonly maxReceives?: number;
}

/**
 * A topic or a bus rule, a queue, a function: a burst waits in the queue, a stopped consumer loses nothing,
 * and what cannot be delivered or worked is kept in dead-letter queues.
 */
export class TopicQueueChain extends Construct {
  readonly queue: Queue;
  /** What the consumer gave up. */
  readonly deadLetterQueue: DeadLetterQueue;
  /** What the topic or the bus could not deliver to the queue. */
  readonly deliveryDeadLetterQueue: DeadLetterQueue;

  /** @throws ModuleConfigError when a number is out of its range or the source's filter breaks the rules. */
  constructor(scope: Construct, id: string, props: TopicQueueChainProps) {
    super(scope, id);
    const {
      service,
      name,
      source,
      consumer,
      batchSize = 10,
      batchWindowSeconds = 0,
      maxReceives = 5,
    } = props;
    const { maxConcurrency, secondsPerMessage } = props;

    const check = new ConfigCheck(this);
    checkConsumer(check, { consumer, batchSize, batchWindowSeconds, maxConcurrency, secondsPerMessage });
    check.integer("maxReceives", maxReceives, 1, 1000);
    checkSource(check, source);
    if ("topicArn" in source) checkFilterPolicy(check, source);
    check.done();

    this.queue = new Queue(this, "queue", {
      service,
      name,
      maxReceives,
      visibilityTimeoutSeconds: requiredVisibilitySeconds(consumer.timeoutSeconds, batchWindowSeconds),
    });
    this.deadLetterQueue = this.queue.deadLetterQueue;
    this.deliveryDeadLetterQueue =
      "topicArn" in source ? this.subscribe(service, name, source) : this.addRule(service, name, source);
    new QueueConsumer(this, "consumer", {
      queue: this.queue,
      consumer,
      batchSize,
      batchWindowSeconds,
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
      ...(secondsPerMessage === undefined ? {} : { secondsPerMessage }),
    });
  }

  private subscribe(service: string, name: string, source: TopicSource): DeadLetterQueue {
    const {
      topicArn,
      filterPolicy,
      filterPolicyScope = "MessageAttributes",
      rawMessageDelivery = true,
    } = source;
    const undelivered = new DeadLetterQueue(this, "subscription-dead-letter-queue", {
      service,
      name: `${name}-subscription-dlq`,
    });
    undelivered.allowService("sns.amazonaws.com", topicArn);
    this.queue.allowService("sns.amazonaws.com", topicArn);
    new SnsTopicSubscription(this, "subscription", {
      topicArn,
      protocol: "sqs",
      endpoint: this.queue.arn,
      rawMessageDelivery,
      ...(filterPolicy === undefined
        ? {}
        : { filterPolicy: JSON.stringify(filterPolicy), filterPolicyScope }),
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: undelivered.arn }),
    });
    return undelivered;
  }

  private addRule(service: string, name: string, { bus, pattern }: BusSource): DeadLetterQueue {
    const rule = new EventBusRule(this, "rule", {
      service,
      name,
      bus,
      pattern,
      targets: [{ name: "queue", to: this.queue }],
    });
    const undelivered = rule.deadLetterQueues.get("queue");
    if (undelivered === undefined) throw new Error(`${this.node.path}: the rule has no target "queue"`);
    return undelivered;
  }
}

function checkSource(check: ConfigCheck, source: TopicSource | BusSource): void {
  check.that(
    "topicArn" in source || ("bus" in source && "pattern" in source),
    "source names neither topicArn nor bus and pattern; a chain has one source of messages. Name a topic or a bus.",
  );
  check.that(
    !("topicArn" in source && ("bus" in source || "pattern" in source)),
    "source names a topic and a bus; a chain has one source of messages. Drop one, or make a chain of each.",
  );
}
