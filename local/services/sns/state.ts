import type { PolicyDocument } from "../../kernel/policy";
import type { FilterPolicy } from "./filter-policy";

/** Who gets what a topic publishes. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: "sqs" | "lambda" | "email" | "email-json";
  readonly endpoint: string;
  /** The token that confirms it; undefined once it is confirmed. */
  token: string | undefined;
  /** Attributes as they were set, by their API names. */
  attributes: Readonly<Record<string, string>>;
  /** What the attributes mean. */
  settings: SubscriptionSettings;
}

/** The attributes of a subscription in the form in which it works with them. */
export interface SubscriptionSettings {
  readonly raw: boolean;
  readonly filter?: FilterPolicy;
  readonly deadLetterQueueArn?: string;
}

/** A topic and its subscriptions. */
export interface Topic {
  readonly name: string;
  readonly arn: string;
  attributes: Readonly<Record<string, string>>;
  policy: PolicyDocument | undefined;
  readonly tags: Map<string, string>;
  readonly subscriptions: Map<string, Subscription>;
}

/** The topics of one cloud, by ARN. */
export class Topics {
  private readonly byArn = new Map<string, Topic>();

  all(): readonly Topic[] {
    return [...this.byArn.values()];
  }

  find(arn: string): Topic | undefined {
    return this.byArn.get(arn);
  }

  add(topic: Topic): void {
    this.byArn.set(topic.arn, topic);
  }

  delete(arn: string): void {
    this.byArn.delete(arn);
  }

  /** The subscription and its topic. */
  findSubscription(arn: string): Subscription | undefined {
    return this.byArn.get(arn.slice(0, arn.lastIndexOf(":")))?.subscriptions.get(arn);
  }
}
