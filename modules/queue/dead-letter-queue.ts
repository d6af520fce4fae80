import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { addAlarm } from "../alarm";
import { ConfigCheck } from "../config-check";
import type { Grantee } from "../permissions";
import { DEAD_LETTER_RETENTION_SECONDS, queueArn } from "./queue-facts";
import { QueuePolicy } from "./queue-policy";

export interface DeadLetterQueueProps {
  /** Service that the queue belongs to, in kebab-case. */
  readonly service: string;
  /** What it is within the service, in kebab-case, `-dlq` included. */
  readonly name: string;
  /**
   * Whether it takes the messages of a FIFO queue, which must go to a FIFO queue.
   * @defaultValue false
   */
  readonly fifo?: boolean;
  /**
   * ARN of the queue that moves messages here after too many receives. Other givers (rule targets,
   * subscriptions, functions) send like anyone else and are let in by a grant.
   * @defaultValue no queue
   */
  readonly sourceQueueArn?: string;
}

/** Where messages wait that nobody could deliver or work: kept for 14 days, watched by an alarm. */
export class DeadLetterQueue extends Construct {
  /** Physical name. */
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  private readonly policy: QueuePolicy;

  /** @throws ModuleConfigError when the name breaks the rules. */
  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id);
    const { service, name, fifo = false, sourceQueueArn } = props;
    const check = new ConfigCheck(this);
    const physical = check.physicalName(fifo ? "FIFO queue" : "queue", service, name);
    check.done();

    this.name = fifo ? `${physical}.fifo` : physical;
    this.policy = new QueuePolicy(queueArn(this, this.name));
    const queue = new SqsQueue(this, "queue", {
      name: this.name,
      ...(fifo ? { fifoQueue: true } : {}),
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      receiveWaitTimeSeconds: 20,
      sqsManagedSseEnabled: true,
      redriveAllowPolicy: JSON.stringify(
        sourceQueueArn === undefined
          ? { redrivePermission: "denyAll" }
          : { redrivePermission: "byQueue", sourceQueueArns: [sourceQueueArn] },
      ),
      policy: this.policy.json,
    });
    this.arn = queue.arn;
    this.url = queue.url;

    addAlarm(this, "depth-alarm", {
      name: `${this.name}-depth`,
      description: "Messages were given up. Look at one, mend the cause, then move them back (redrive).",
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: this.name },
      statistic: "Maximum",
    });
  }

  /** Lets `grantee` send: `sqs:SendMessage`. */
  grantSend(grantee: Grantee): void {
    grantee.addStatement({ actions: ["sqs:SendMessage"], resources: [this.arn] });
  }

  /** Lets an AWS service send on behalf of one resource. */
  allowService(service: string, sourceArn: string): void {
    this.policy.allowService(service, sourceArn);
  }
}
