import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { bool, number, text } from "../../../terraform/arguments";
import { requireTopic } from "../lookup";
import type { Subscription, Topics } from "../state";
import { subscribe } from "../subscribing";
import { readSubscriptionAttributes } from "../subscription-attributes";

const schema = z.strictObject({
  topic_arn: text,
  protocol: text,
  endpoint: text,
  filter_policy: text.optional(),
  filter_policy_scope: text.optional(),
  raw_message_delivery: bool.optional(),
  redrive_policy: text.optional(),
  delivery_policy: text.optional(),
  subscription_role_arn: text.optional(),
  replay_policy: text.optional(),
  confirmation_timeout_in_minutes: number.optional(),
  endpoint_auto_confirms: bool.optional(),
});

type Config = z.infer<typeof schema>;

/** `aws_sns_topic_subscription` */
export function subscriptionResource(kernel: Kernel, topics: Topics): ResourceType<Config> {
  return {
    type: "aws_sns_topic_subscription",
    arguments: schema,
    inert: {
      delivery_policy: "it is for HTTP(S) subscribers, which are not modelled",
      confirmation_timeout_in_minutes: "it is for HTTP(S) subscribers, which are not modelled",
      endpoint_auto_confirms: "it is for HTTP(S) subscribers, which are not modelled",
    },
    replacedBy: ["topic_arn", "protocol", "endpoint"],
    apply(config, { prior }) {
      const topic = requireTopic(topics, config.topic_arn);
      const attributes = attributesOf(config);
      const known =
        prior === undefined ? undefined : topics.findSubscription(String(prior.attributes["arn"]));
      if (known !== undefined) {
        known.settings = readSubscriptionAttributes(attributes, known.protocol, "");
        known.attributes = attributes;
      }
      const request = { protocol: config.protocol, endpoint: config.endpoint, attributes };
      return expose(kernel, config, known ?? subscribe(kernel, topic, request));
    },
    remove(_config, attributes) {
      const subscription = topics.findSubscription(String(attributes["arn"]));
      if (subscription === undefined) return;
      topics.find(subscription.topicArn)?.subscriptions.delete(subscription.arn);
    },
  };
}

function attributesOf(config: Config): Readonly<Record<string, string>> {
  const all: Readonly<Record<string, unknown>> = {
    FilterPolicy: config.filter_policy,
    FilterPolicyScope: config.filter_policy_scope,
    RawMessageDelivery: config.raw_message_delivery,
    RedrivePolicy: config.redrive_policy,
    DeliveryPolicy: config.delivery_policy,
    SubscriptionRoleArn: config.subscription_role_arn,
    ReplayPolicy: config.replay_policy,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

function expose(kernel: Kernel, config: Config, { arn, token }: Subscription) {
  return {
    ...config,
    id: arn,
    arn,
    owner_id: kernel.accountId,
    pending_confirmation: token !== undefined,
    confirmation_was_authenticated: token === undefined,
    filter_policy_scope: config.filter_policy_scope ?? "MessageAttributes",
    raw_message_delivery: config.raw_message_delivery ?? false,
  };
}
