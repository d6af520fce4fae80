import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { addAlarm } from "../alarm";
import { ConfigCheck } from "../config-check";
import type { Grantee } from "../permissions";
import { DeadLetterQueue } from "./dead-letter-queue";
import { queueArn } from "./queue-facts";
import { QueuePolicy } from "./queue-policy";

export interface QueueProps {
  /** Service that the queue belongs to, in kebab-case. */
  readonly service: string;
  /** What it is within the service, in kebab-case; the dead-letter queue gets `-dlq` behind it. */
  readonly name: string;
  /**
   * Whether messages of a group keep their order and duplicates within five minutes are dropped.
   * @defaultValue false
   */
  readonly fifo?: boolean;
  /**
   * Whether a FIFO queue tells duplicates by content rather than by an id that the sender gives.
   * @defaultValue false
   */
  readonly contentBasedDeduplication?: boolean;
  /**
   * How long a received message stays hidden from others, in seconds, 0 to 43 200. A consumer
   * needs six of its timeouts.
   * @defaultValue 60
   */
  readonly visibilityTimeoutSeconds?: number;
  /**
   * Days that a message waits at most, 1 to 13: the dead-letter queue keeps longer, 14 days from the first send.
   * @defaultValue 4
   */
  readonly retentionDays?: number;
  /**
   * Deliveries before a message moves to the dead-letter queue, 1 to 1000.
   * @defaultValue 5
   */
  readonly maxReceives?: number;
  /**
   * Seconds that every message is held back, 0 to 900.
   * @defaultValue 0
   */
  readonly delaySeconds?: number;
  /**
   * Age of the oldest message that raises an alarm, in seconds, 60 to 1 000 000 and less than the retention.
   * @defaultValue 900
   */
  readonly alarmAgeSeconds?: number;
}

const SECONDS_PER_DAY = 86_400;

/** An SQS queue and its dead-letter queue, encrypted, TLS only, long polling, watched. */
export class Queue extends Construct {
  /** Physical name. */
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly deadLetterQueue: DeadLetterQueue;
  private readonly policy: QueuePolicy;

  /** @throws ModuleConfigError when a prop is out of its range. */
  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const { service, fifo = false, contentBasedDeduplication = false, delaySeconds = 0 } = props;
    const {
      visibilityTimeoutSeconds = 60,
      retentionDays = 4,
      maxReceives = 5,
      alarmAgeSeconds = 900,
    } = props;

    const check = new ConfigCheck(this);
    // The dead-letter queue has the longer name: where that one fits, both do.
    const deadLetterName = check.physicalName(fifo ? "FIFO queue" : "queue", service, `${props.name}-dlq`);
    check.integer("visibilityTimeoutSeconds", visibilityTimeoutSeconds, 0, 43_200);
    const retentionKnown = check.integer(
      "retentionDays",
      retentionDays,
      1,
      13,
      "The dead-letter queue must keep longer, and 14 is its limit.",
    );
    check.integer("maxReceives", maxReceives, 1, 1000);
    check.integer("delaySeconds", delaySeconds, 0, 900);
    const ageKnown = check.integer("alarmAgeSeconds", alarmAgeSeconds, 60, 1_000_000);
    check.that(
      !ageKnown || !retentionKnown || alarmAgeSeconds < retentionDays * SECONDS_PER_DAY,
      `alarmAgeSeconds is ${alarmAgeSeconds} while messages are kept for ${retentionDays * SECONDS_PER_DAY} s; they ` +
        "would be gone before the alarm. Lower it, or raise retentionDays.",
    );
    check.that(
      fifo || !contentBasedDeduplication,
      "contentBasedDeduplication is true on a standard queue, which drops no duplicates. Set fifo to true or leave it out.",
    );
    check.done();

    const suffix = fifo ? ".fifo" : "";
    this.name = `${deadLetterName.replace(/-dlq$/, "")}${suffix}`;
    this.fifo = fifo;
    this.visibilityTimeoutSeconds = visibilityTimeoutSeconds;
    const ownArn = queueArn(this, this.name);
    this.deadLetterQueue = new DeadLetterQueue(this, "dead-letter-queue", {
      service,
      name: `${props.name}-dlq`,
      fifo,
      sourceQueueArn: ownArn,
    });

    this.policy = new QueuePolicy(ownArn);
    const queue = new SqsQueue(this, "queue", {
      name: this.name,
      ...(fifo ? { fifoQueue: true, contentBasedDeduplication } : {}),
      visibilityTimeoutSeconds,
      messageRetentionSeconds: retentionDays * SECONDS_PER_DAY,
      receiveWaitTimeSeconds: 20,
      delaySeconds,
      sqsManagedSseEnabled: true,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: this.deadLetterQueue.arn,
        maxReceiveCount: maxReceives,
      }),
      policy: this.policy.json,
    });
    this.arn = queue.arn;
    this.url = queue.url;

    addAlarm(this, "age-alarm", {
      name: `${this.name}-age`,
      description: `A message waits for over ${alarmAgeSeconds} seconds: the consumer is slow, stopped or failing.`,
      namespace: "AWS/SQS",
      metric: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: this.name },
      statistic: "Maximum",
      above: alarmAgeSeconds,
    });
  }

  /** Lets `grantee` send: `sqs:SendMessage`. */
  grantSend(grantee: Grantee): void {
    grantee.addStatement({ actions: ["sqs:SendMessage"], resources: [this.arn] });
  }

  /** Lets `grantee` work the queue: `sqs:ReceiveMessage`, `sqs:DeleteMessage`, `sqs:GetQueueAttributes`. */
  grantConsume(grantee: Grantee): void {
    grantee.addStatement({
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      resources: [this.arn],
    });
  }

  /** Lets an AWS service send on behalf of one resource: a rule, a topic. */
  allowService(service: string, sourceArn: string): void {
    this.policy.allowService(service, sourceArn);
  }
}
