import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { bool, number, text } from "../../../terraform/arguments";
import { createTopic } from "../creating";
import type { Topics } from "../state";
import { setTopicAttribute } from "../topic-attributes";

/** Arguments of delivery status logging, and the API's names for them. */
const FEEDBACK: Readonly<Record<string, string>> = Object.fromEntries(
  ["http", "lambda", "sqs", "application", "firehose"].flatMap((protocol) => {
    const api = ["http", "sqs"].includes(protocol)
      ? protocol.toUpperCase()
      : protocol.slice(0, 1).toUpperCase() + protocol.slice(1);
    return [
      [`${protocol}_success_feedback_role_arn`, `${api}SuccessFeedbackRoleArn`],
      [`${protocol}_failure_feedback_role_arn`, `${api}FailureFeedbackRoleArn`],
      [`${protocol}_success_feedback_sample_rate`, `${api}SuccessFeedbackSampleRate`],
    ];
  }),
);

const schema = z.strictObject({
  name: text.optional(),
  name_prefix: text.optional(),
  display_name: text.optional(),
  policy: text.optional(),
  delivery_policy: text.optional(),
  kms_master_key_id: text.optional(),
  signature_version: number.optional(),
  tracing_config: text.optional(),
  fifo_topic: bool.optional(),
  content_based_deduplication: bool.optional(),
  fifo_throughput_scope: text.optional(),
  archive_policy: text.optional(),
  ...Object.fromEntries(Object.keys(FEEDBACK).map((name) => [name, text.optional()])),
  tags: z.record(z.string(), text).default({}),
  tags_all: z.record(z.string(), text).optional(),
});

type Config = z.infer<typeof schema>;

/** What only FIFO topics have, which are refused. */
const FIFO_ONLY = ["fifo_topic", "content_based_deduplication", "fifo_throughput_scope", "archive_policy"];

const API_NAMES: Readonly<Record<string, string>> = {
  ...FEEDBACK,
  display_name: "DisplayName",
  policy: "Policy",
  delivery_policy: "DeliveryPolicy",
  kms_master_key_id: "KmsMasterKeyId",
  signature_version: "SignatureVersion",
  tracing_config: "TracingConfig",
  fifo_topic: "FifoTopic",
  content_based_deduplication: "ContentBasedDeduplication",
  fifo_throughput_scope: "FifoThroughputScope",
  archive_policy: "ArchivePolicy",
};

/** `aws_sns_topic` */
export function topicResource(kernel: Kernel, topics: Topics): ResourceType<Config> {
  return {
    type: "aws_sns_topic",
    arguments: schema,
    inert: {
      delivery_policy: "it is for HTTP(S) subscribers, which are not modelled",
      kms_master_key_id: "messages are not encrypted locally",
      signature_version: "local signatures cannot be verified",
      ...Object.fromEntries(
        FIFO_ONLY.map((name) => [name, "only when false or empty: FIFO topics are refused"]),
      ),
      tracing_config: "every message is traced locally",
      ...Object.fromEntries(
        Object.keys(FEEDBACK).map((name) => [name, "deliveries are traced instead of logged"]),
      ),
    },
    replacedBy: ["name", "name_prefix", "fifo_topic"],
    apply(config, { prior }) {
      const known = prior === undefined ? undefined : topics.find(String(prior.attributes["arn"]));
      const name = config.name ?? `${config.name_prefix ?? "terraform-"}${kernel.ids.text(26)}`;
      const topic = known ?? createTopic(kernel, topics, name, {});
      for (const [argument, attribute] of Object.entries(API_NAMES)) {
        const value = (config as Readonly<Record<string, unknown>>)[argument];
        if (value !== undefined) setTopicAttribute(topic, attribute, String(value));
      }
      topic.tags.clear();
      for (const [key, value] of Object.entries(config.tags_all ?? config.tags)) topic.tags.set(key, value);
      return {
        ...config,
        id: topic.arn,
        arn: topic.arn,
        name: topic.name,
        owner: kernel.accountId,
        policy: topic.attributes["Policy"] ?? "",
        tags_all: config.tags_all ?? config.tags,
      };
    },
    remove(_config, attributes) {
      topics.delete(String(attributes["arn"]));
    },
  };
}
