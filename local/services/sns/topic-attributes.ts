import { policyProblem } from "../../iam/policy-json";
import { UnsupportedError } from "../../kernel/errors";
import type { PolicyDocument } from "../../kernel/policy";
import { invalidParameter } from "./errors";
import type { Topic } from "./state";

/** Attributes that can be set and that change nothing here: HTTP retries, encryption, signatures, delivery logs. */
const INERT =
  /^(DisplayName|DeliveryPolicy|KmsMasterKeyId|SignatureVersion|TracingConfig|(HTTP|Lambda|SQS|Application|Firehose)(SuccessFeedbackRoleArn|FailureFeedbackRoleArn|SuccessFeedbackSampleRate))$/;

/**
 * Sets an attribute; an empty policy takes it away.
 * @throws AwsError `InvalidParameter`, UnsupportedError for FIFO topics and message archives
 */
export function setTopicAttribute(topic: Topic, name: string, value: string): void {
  if (["FifoTopic", "ContentBasedDeduplication", "FifoThroughputScope", "ArchivePolicy"].includes(name)) {
    if (value === "false" || value === "") return;
    throw new UnsupportedError(
      `the topic ${topic.name} sets ${name}: FIFO topics are not modelled by the local cloud, use a standard topic`,
    );
  }
  if (name === "Policy") topic.policy = value === "" ? undefined : readPolicy(value);
  else if (!INERT.test(name)) throw invalidParameter("AttributeName");
  topic.attributes = { ...topic.attributes, [name]: value };
}

/** Every attribute of a topic, as GetTopicAttributes gives them. */
export function reportTopic(topic: Topic, accountId: string): Map<string, string> {
  const subscriptions = [...topic.subscriptions.values()];
  const pending = subscriptions.filter(({ token }) => token !== undefined).length;
  return new Map([
    ["DisplayName", ""],
    ["EffectiveDeliveryPolicy", JSON.stringify(EFFECTIVE_DELIVERY_POLICY)],
    ["Owner", accountId],
    ...Object.entries(topic.attributes),
    ["Policy", topic.attributes["Policy"] || JSON.stringify(defaultPolicy(topic.arn, accountId))],
    ["SubscriptionsConfirmed", String(subscriptions.length - pending)],
    ["SubscriptionsDeleted", "0"],
    ["SubscriptionsPending", String(pending)],
    ["TopicArn", topic.arn],
  ]);
}

const EFFECTIVE_DELIVERY_POLICY = {
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: "linear",
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8" },
  },
};

/** What SNS shows for a topic without a policy. It opens the topic to nobody but its owner's account. */
function defaultPolicy(arn: string, accountId: string): PolicyDocument {
  const actions =
    "GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic Subscribe";
  return {
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: `${actions} ListSubscriptionsByTopic Publish`.split(" ").map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  };
}

function readPolicy(json: string): PolicyDocument {
  const problem = policyProblem(json, "resource");
  // SNS itself never says more than null.
  if (problem !== undefined) throw invalidParameter(`Policy Error: null. Reason: ${problem}`);
  return JSON.parse(json) as PolicyDocument;
}
