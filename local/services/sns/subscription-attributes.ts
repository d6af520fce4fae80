import { EventPatternError } from "../../event-pattern/validate";
import { UnsupportedError } from "../../kernel/errors";
import { invalidParameter } from "./errors";
import { type FilterScope, readFilterPolicy } from "./filter-policy";
import type { Subscription, SubscriptionSettings } from "./state";

type Texts = Readonly<Record<string, string>>;

/**
 * What attributes mean.
 * @param prefix - what SNS puts before a reason: `Attributes Reason: ` when subscribing, nothing later
 * @throws AwsError `InvalidParameter`, UnsupportedError for what only other protocols have
 */
export function readSubscriptionAttributes(
  attributes: Texts,
  protocol: Subscription["protocol"],
  prefix: string,
): SubscriptionSettings {
  for (const name of Object.keys(attributes)) checkName(name, attributes[name] ?? "");
  const raw = attributes["RawMessageDelivery"] ?? "false";
  if (!["true", "false"].includes(raw.toLowerCase())) {
    throw invalidParameter(`${prefix}RawMessageDelivery: Invalid value [${raw}]. Must be true or false.`);
  }
  if (raw.toLowerCase() === "true" && protocol !== "sqs") {
    throw invalidParameter(`${prefix}Delivery protocol [${protocol}] does not support raw message delivery.`);
  }
  const filter = readFilter(attributes, prefix);
  const deadLetterQueueArn = readRedrivePolicy(attributes["RedrivePolicy"], prefix);
  return {
    raw: raw.toLowerCase() === "true",
    ...(filter === undefined ? {} : { filter }),
    ...(deadLetterQueueArn === undefined ? {} : { deadLetterQueueArn }),
  };
}

/** Every attribute of a subscription, as GetSubscriptionAttributes gives them. */
export function reportSubscription(subscription: Subscription, accountId: string): Map<string, string> {
  const { attributes } = subscription;
  const filter = attributes["FilterPolicy"];
  const redrive = attributes["RedrivePolicy"];
  return new Map([
    ["SubscriptionArn", subscription.arn],
    ["TopicArn", subscription.topicArn],
    ["Protocol", subscription.protocol],
    ["Endpoint", subscription.endpoint],
    ["Owner", accountId],
    ["SubscriptionPrincipal", `arn:aws:iam::${accountId}:root`],
    ["ConfirmationWasAuthenticated", String(subscription.token === undefined)],
    ["PendingConfirmation", String(subscription.token !== undefined)],
    ["RawMessageDelivery", String(subscription.settings.raw)],
    ...(filter
      ? ([
          ["FilterPolicy", filter],
          ["FilterPolicyScope", attributes["FilterPolicyScope"] ?? "MessageAttributes"],
        ] as const)
      : []),
    ...(redrive ? ([["RedrivePolicy", redrive]] as const) : []),
  ]);
}

function checkName(name: string, value: string): void {
  switch (name) {
    case "RawMessageDelivery":
    case "FilterPolicy":
    case "FilterPolicyScope":
    case "RedrivePolicy":
    // HTTP(S) alone has delivery policies; SNS takes them for other protocols and does nothing with them.
    case "DeliveryPolicy":
      return;
    case "SubscriptionRoleArn":
    case "ReplayPolicy":
      if (value === "") return;
      throw new UnsupportedError(
        `the subscription attribute ${name} is not modelled by the local cloud: it belongs to Firehose or FIFO topics`,
      );
    default:
      throw invalidParameter("AttributeName");
  }
}

function readFilter(attributes: Texts, prefix: string) {
  const scope = attributes["FilterPolicyScope"] || "MessageAttributes";
  if (scope !== "MessageAttributes" && scope !== "MessageBody") {
    throw invalidParameter(
      `${prefix}FilterPolicyScope: Invalid value [${scope}]. Please use either MessageBody or MessageAttributes`,
    );
  }
  try {
    return readFilterPolicy(attributes["FilterPolicy"] ?? "", scope satisfies FilterScope);
  } catch (error) {
    if (error instanceof EventPatternError) throw invalidParameter(`${prefix}FilterPolicy: ${error.message}`);
    throw error;
  }
}

function readRedrivePolicy(text: string | undefined, prefix: string): string | undefined {
  if (!text) return undefined;
  let arn: unknown;
  try {
    arn = (JSON.parse(text) as { deadLetterTargetArn?: unknown }).deadLetterTargetArn;
  } catch {
    throw invalidParameter(`${prefix}RedrivePolicy: failed to parse JSON.`);
  }
  if (typeof arn === "string" && /^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+$/.test(arn)) return arn;
  throw invalidParameter(`${prefix}RedrivePolicy: deadLetterTargetArn is an invalid arn`);
}
