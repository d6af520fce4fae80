import { isRetriable } from "../../kernel/failure";
import type { Kernel } from "../../kernel/kernel";
import type { Principal } from "../../kernel/principal";
import { lambdaEvent, notification } from "./envelope";
import { passes } from "./filter-policy";
import type { Publication } from "./publication";
import { retryDelayMs } from "./retry-schedule";
import type { Subscription, Topics } from "./state";

/** SQS's limit of attributes per message. */
const MOST_RAW_ATTRIBUTES = 10;

/** What is sent to one subscriber. */
interface Delivery {
  readonly publication: Publication;
  readonly subscription: Subscription;
  /** Retries begun so far. */
  readonly retries: number;
}

/** Brings publications to subscribers: filters, retries by the clock, gives up into the dead-letter queue. */
export class Deliveries {
  /** @param delayBeforeRetry - AWS's schedule unless a test cannot wait for 100 015 retries */
  constructor(
    private readonly kernel: Kernel,
    private readonly topics: Topics,
    private readonly delayBeforeRetry: (retry: number) => number | undefined = retryDelayMs,
  ) {}

  /** Starts the delivery to every confirmed subscriber whose filter lets the message pass. */
  fanOut(publication: Publication): void {
    const topic = this.topics.find(publication.topicArn);
    for (const subscription of topic?.subscriptions.values() ?? []) {
      const { filter } = subscription.settings;
      if (subscription.token !== undefined) continue;
      const body = publication.messageFor(subscription.protocol);
      if (filter !== undefined && !passes(filter, publication.attributes, body)) continue;
      this.begin({ publication, subscription, retries: 0 });
      const twice = this.kernel.faults.strike("sns:Publish", publication.topicArn, "duplicate");
      if (twice !== undefined) this.begin({ publication, subscription, retries: 0 });
    }
  }

  private begin(delivery: Delivery): void {
    const { protocol, endpoint } = delivery.subscription;
    this.kernel.work.spawn(`sns delivers to ${protocol} ${endpoint}`, () => this.attempt(delivery));
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const { publication, subscription, retries } = delivery;
    // Unsubscribed while a retry was waiting.
    if (this.topics.findSubscription(subscription.arn) !== subscription) return;
    try {
      await this.send(publication, subscription);
    } catch (error) {
      const delayMs = isRetriable(error) ? this.delayBeforeRetry(retries + 1) : undefined;
      if (delayMs === undefined) return this.giveUp(delivery, error);
      const next = { ...delivery, retries: retries + 1 };
      if (delayMs === 0) return this.attempt(next);
      this.kernel.clock.at(this.kernel.clock.now() + delayMs, () => this.begin(next), "later");
    }
  }

  private async send(publication: Publication, subscription: Subscription): Promise<void> {
    const { endpoint } = subscription;
    switch (subscription.protocol) {
      case "sqs":
        return this.sendToQueue(publication, subscription, endpoint, subscription.settings.raw);
      case "lambda":
        await this.kernel.calls.perform(
          this.principal(publication),
          "lambda",
          "Invoke",
          {
            FunctionName: endpoint,
            InvocationType: "Event",
            Payload: lambdaEvent(this.kernel, publication, subscription),
          },
          { traceId: publication.traceId },
        );
        return;
      case "email":
        this.kernel.log(
          `email to ${endpoint}, subject "${publication.subject ?? "AWS Notification Message"}": ${publication.messageFor("email")}`,
        );
        return;
      case "email-json":
        this.kernel.log(`email to ${endpoint}: ${notification(this.kernel, publication, subscription)}`);
    }
  }

  /** Raw delivery turns the message's attributes into the queue's; SQS refuses more than ten. */
  private async sendToQueue(
    publication: Publication,
    subscription: Subscription,
    queueArn: string,
    raw: boolean,
  ): Promise<void> {
    const [, , , , account = "", name = ""] = queueArn.split(":");
    await this.kernel.calls.perform(
      this.principal(publication),
      "sqs",
      "SendMessage",
      {
        QueueUrl: `${this.kernel.endpoint}/${account}/${name}`,
        MessageBody: raw
          ? publication.messageFor("sqs")
          : notification(this.kernel, publication, subscription),
        ...(raw ? { MessageAttributes: publication.attributes } : {}),
        ...(publication.groupId === undefined ? {} : { MessageGroupId: publication.groupId }),
      },
      { traceId: publication.traceId, traceFromCaller: publication.traceFromCaller },
    );
  }

  private async giveUp(delivery: Delivery, cause: unknown): Promise<void> {
    const { publication, subscription, retries } = delivery;
    const { deadLetterQueueArn } = subscription.settings;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const failure = `sns could not deliver ${publication.messageId} to ${subscription.endpoint} (${retries} retries): ${reason}`;
    if (deadLetterQueueArn === undefined) {
      this.kernel.log(`${failure}; the message is lost, the subscription has no dead-letter queue`);
      return;
    }
    // What SQS refused for its attributes must not be refused here again.
    const raw =
      subscription.settings.raw && Object.keys(publication.attributes).length <= MOST_RAW_ATTRIBUTES;
    try {
      await this.sendToQueue(publication, subscription, deadLetterQueueArn, raw);
      this.kernel.log(`${failure}; it is in ${deadLetterQueueArn}`);
    } catch (error) {
      this.kernel.log(`${failure}; the message is lost, its dead-letter queue refused it: ${String(error)}`);
    }
  }

  private principal({ topicArn }: Publication): Principal {
    return {
      type: "service",
      name: "sns.amazonaws.com",
      sourceArn: topicArn,
      sourceAccount: this.kernel.accountId,
    };
  }
}
