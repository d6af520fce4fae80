import type { App } from "cdktf";
import { PlatformFunction } from "../../../modules/function";
import { Queue } from "../../../modules/queue";
import { QueueConsumer } from "../../../modules/queue-consumer";
import { Topic } from "../../../modules/topic";
import { TopicQueueChain, type TopicSource } from "../../../modules/topic-queue-chain";
import { EnvironmentStack, type StackSettings } from "../../../stacks/environment-stack";

const SERVICE = "messages";

/** Queues with every setting, and a topic whose subscribers want different messages. */
export class MessagesStack extends EnvironmentStack {
  constructor(app: App, settings: StackSettings) {
    super(app, settings, "messages", SERVICE);
    this.addQueues();
    this.addTopic();
  }

  private addQueues(): void {
    const gathered = new Queue(this, "gathered", {
      service: SERVICE,
      name: "gathered",
      visibilityTimeoutSeconds: 120,
      delaySeconds: 5,
    });
    new QueueConsumer(this, "gathering", {
      queue: gathered,
      consumer: this.consumer("gather", "record"),
      batchSize: 100,
      batchWindowSeconds: 30,
    });

    const sifted = new Queue(this, "sifted", { service: SERVICE, name: "sifted" });
    new QueueConsumer(this, "sifting", {
      queue: sifted,
      consumer: this.consumer("sift", "record"),
      bodyFilters: [{ kind: ["paid"] }, { order: { cents: [{ numeric: [">=", 10_000] }] } }],
    });

    const levelled = new Queue(this, "levelled", { service: SERVICE, name: "levelled" });
    new QueueConsumer(this, "levelling", {
      queue: levelled,
      consumer: this.consumer("level", "sleep"),
      batchSize: 1,
      maxConcurrency: 2,
      secondsPerMessage: 5,
    });

    const ordered = new Queue(this, "ordered", {
      service: SERVICE,
      name: "ordered",
      fifo: true,
      contentBasedDeduplication: true,
      maxReceives: 2,
      retentionDays: 1,
    });
    new QueueConsumer(this, "ordering", { queue: ordered, consumer: this.consumer("order", "fail") });
  }

  private addTopic(): void {
    const topic = new Topic(this, "sales", { service: SERVICE, name: "sales" });
    const topicArn = topic.arn;
    this.output("topic_arn", topicArn, "The topic.");
    const sources: Record<string, TopicSource> = {
      attributes: { topicArn, filterPolicy: { kind: ["paid", { prefix: "refund" }] } },
      body: {
        topicArn,
        filterPolicy: { order: { cents: [{ numeric: [">=", 10_000] }] } },
        filterPolicyScope: "MessageBody",
        rawMessageDelivery: false,
      },
    };
    for (const [name, source] of Object.entries(sources)) {
      new TopicQueueChain(this, `by-${name}`, {
        service: SERVICE,
        name: `by-${name}`,
        source,
        consumer: this.consumer(`take-by-${name}`, "record"),
        batchSize: 1,
      });
    }
  }

  private consumer(name: string, handler: "record" | "sleep" | "fail"): PlatformFunction {
    return new PlatformFunction(this, name, {
      service: SERVICE,
      name,
      handler: `services/options/handlers/${handler}.ts`,
    });
  }
}
