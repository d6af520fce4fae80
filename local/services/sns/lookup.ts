import { invalidParameter, subscriptionDoesNotExist, topicDoesNotExist } from "./errors";
import type { Subscription, Topic, Topics } from "./state";

/** @throws AwsError `InvalidParameter` for what is no ARN, `NotFound` for what is not there */
export function requireTopic(topics: Topics, arn: unknown, parameter = "TopicArn"): Topic {
  checkArn(arn, parameter);
  const topic = topics.find(String(arn));
  if (topic === undefined) throw topicDoesNotExist();
  return topic;
}

/** @throws AwsError `InvalidParameter` for what is no ARN, `NotFound` for what is not there */
export function requireSubscription(topics: Topics, arn: unknown): Subscription {
  checkArn(arn, "SubscriptionArn");
  const subscription = topics.findSubscription(String(arn));
  if (subscription === undefined) throw subscriptionDoesNotExist();
  return subscription;
}

/** @throws AwsError `InvalidParameter` for what is no ARN */
export function checkArn(arn: unknown, parameter: string): void {
  const elements = String(arn ?? "").split(":").length;
  if (elements < 6) {
    throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${elements}`);
  }
}
