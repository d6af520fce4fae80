import { text } from "../../../input-shape/scalars";
import type { Kernel } from "../../../kernel/kernel";
import type { Operation } from "../../../kernel/operation";
import { invalidParameter } from "../errors";
import { requireTopic } from "../lookup";
import { mapInForm, snsInput } from "../members";
import type { Topics } from "../state";
import { subscribe as makeSubscription } from "../subscribing";

interface Input {
  readonly TopicArn: string;
  readonly Protocol: string;
  readonly Endpoint?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  /** A text in the Query protocol. */
  readonly ReturnSubscriptionArn?: boolean | string;
}

/** Subscribes an endpoint to a topic. */
export function subscribe(kernel: Kernel, topics: Topics): Operation<Input, { SubscriptionArn: string }> {
  return {
    name: "Subscribe",
    checkInput: snsInput({
      TopicArn: text(),
      Protocol: text(),
      Endpoint: text(),
      Attributes: mapInForm(text()),
      ReturnSubscriptionArn: text(),
    }),
    access: (input) => [{ action: "sns:Subscribe", resource: String(input.TopicArn) }],
    run({ TopicArn, Protocol, Endpoint, Attributes = {}, ReturnSubscriptionArn = false }) {
      const topic = requireTopic(topics, TopicArn);
      if (!Endpoint) throw invalidParameter("Endpoint");
      const request = { protocol: Protocol, endpoint: Endpoint, attributes: Attributes };
      const { arn, token } = makeSubscription(kernel, topic, request);
      const showsArn = token === undefined || String(ReturnSubscriptionArn) === "true";
      return { SubscriptionArn: showsArn ? arn : "pending confirmation" };
    },
  };
}
