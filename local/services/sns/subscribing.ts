import { UnsupportedError } from "../../kernel/errors";
import type { Kernel } from "../../kernel/kernel";
import { invalidParameter } from "./errors";
import type { Subscription, Topic } from "./state";
import { readSubscriptionAttributes } from "./subscription-attributes";

/** A subscription to make. */
export interface SubscriptionRequest {
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Subscribes an endpoint, or finds the subscription that is just so already. Queues and functions are confirmed at
 * once; an email address waits for its token, which is printed.
 * @throws AwsError `InvalidParameter`, UnsupportedError for protocols that are not modelled
 */
export function subscribe(kernel: Kernel, topic: Topic, request: SubscriptionRequest): Subscription {
  const { endpoint, attributes } = request;
  const protocol = checkProtocol(request.protocol, endpoint);
  const settings = readSubscriptionAttributes(attributes, protocol, "Attributes Reason: ");
  for (const existing of topic.subscriptions.values()) {
    if (existing.protocol !== protocol || existing.endpoint !== endpoint) continue;
    if (Object.entries(attributes).every(([name, value]) => existing.attributes[name] === value))
      return existing;
    throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
  }
  const confirmed = protocol === "sqs" || protocol === "lambda";
  const subscription: Subscription = {
    arn: `${topic.arn}:${kernel.ids.uuid()}`,
    topicArn: topic.arn,
    protocol,
    endpoint,
    token: confirmed ? undefined : kernel.ids.text(64),
    attributes,
    settings,
  };
  topic.subscriptions.set(subscription.arn, subscription);
  if (!confirmed) {
    kernel.log(
      `email to ${endpoint}: confirm the subscription to ${topic.name} with aws sns confirm-subscription --topic-arn ${topic.arn} --token ${subscription.token}`,
    );
  }
  return subscription;
}

function checkProtocol(protocol: string, endpoint: string): Subscription["protocol"] {
  switch (protocol) {
    case "sqs":
      if (!/^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+$/.test(endpoint)) throw invalidParameter("SQS endpoint ARN");
      if (endpoint.endsWith(".fifo")) {
        throw invalidParameter(
          "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
        );
      }
      return protocol;
    case "lambda":
      if (!/^arn:[^:]+:lambda:[^:]+:\d{12}:function:.+$/.test(endpoint)) {
        throw invalidParameter("Lambda endpoint ARN");
      }
      return protocol;
    case "email":
    case "email-json":
      if (!/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalidParameter("Email address");
      return protocol;
    case "http":
    case "https":
    case "sms":
    case "application":
    case "firehose":
      throw new UnsupportedError(
        `SNS subscriptions of protocol ${protocol} (${endpoint}) are not modelled by the local cloud; sqs, lambda, email and email-json are`,
      );
    default:
      throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  }
}
