import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { Attributes, ResourceType } from "../../../kernel/service";
import { block, bool, number, text } from "../../../terraform/arguments";
import type { Queue } from "../queue";
import { changeQueue, createQueue } from "../queue-changes";
import type { QueueAttributes } from "../queue-settings";
import type { Queues } from "../queues";

/** The provider's own default, which it sends; the API's is 1 MiB. Source: provider schema of aws_sqs_queue 5.100. */
const PROVIDER_MAXIMUM_MESSAGE_BYTES = 262_144;

const schema = z.strictObject({
  name: text.optional(),
  name_prefix: text.optional(),
  fifo_queue: bool.default(false),
  content_based_deduplication: bool.optional(),
  deduplication_scope: text.optional(),
  fifo_throughput_limit: text.optional(),
  delay_seconds: number.default(0),
  max_message_size: number.default(PROVIDER_MAXIMUM_MESSAGE_BYTES),
  message_retention_seconds: number.default(345_600),
  receive_wait_time_seconds: number.default(0),
  visibility_timeout_seconds: number.default(30),
  policy: text.optional(),
  redrive_policy: text.optional(),
  redrive_allow_policy: text.optional(),
  kms_master_key_id: text.optional(),
  kms_data_key_reuse_period_seconds: number.optional(),
  sqs_managed_sse_enabled: bool.optional(),
  tags: z.record(z.string(), text).default({}),
  tags_all: z.record(z.string(), text).optional(),
  timeouts: block(z.looseObject({})).optional(),
});

type Config = z.infer<typeof schema>;

/** `aws_sqs_queue` */
export function queueResource(kernel: Kernel, queues: Queues): ResourceType<Config> {
  return {
    type: "aws_sqs_queue",
    arguments: schema,
    inert: {
      kms_master_key_id: "messages are not encrypted locally",
      kms_data_key_reuse_period_seconds: "messages are not encrypted locally",
      sqs_managed_sse_enabled: "messages are not encrypted locally",
      timeouts: "resources are ready at once",
    },
    replacedBy: ["name", "name_prefix", "fifo_queue"],
    apply(config, { prior }) {
      const known = prior === undefined ? undefined : queues.find(String(prior.attributes["name"]));
      const queue = known ?? create(kernel, queues, config);
      if (known !== undefined) changeQueue(queues, known, attributesOf(config), kernel.clock.now());
      queue.tags.clear();
      for (const [key, value] of Object.entries(config.tags_all ?? config.tags)) queue.tags.set(key, value);
      return expose(queues, queue, config);
    },
    remove(_config, attributes) {
      const queue = queues.find(String(attributes["name"]));
      if (queue !== undefined) queues.delete(queue);
    },
  };
}

function create(kernel: Kernel, queues: Queues, config: Config): Queue {
  const suffix = config.fifo_queue ? ".fifo" : "";
  const name = config.name ?? `${config.name_prefix ?? "terraform-"}${kernel.ids.text(26)}${suffix}`;
  const fifo: QueueAttributes = config.fifo_queue ? { FifoQueue: "true" } : {};
  return createQueue(queues, kernel.arn("sqs", name), name, { ...fifo, ...attributesOf(config) });
}

/** What is not set stays, so that the policies of the resources made for them are kept. */
function attributesOf(config: Config): QueueAttributes {
  const fifo: Readonly<Record<string, unknown>> = {
    ContentBasedDeduplication: config.content_based_deduplication ?? false,
    DeduplicationScope: config.deduplication_scope,
    FifoThroughputLimit: config.fifo_throughput_limit,
  };
  const all: Readonly<Record<string, unknown>> = {
    ...(config.fifo_queue ? fifo : {}),
    DelaySeconds: config.delay_seconds,
    MaximumMessageSize: config.max_message_size,
    MessageRetentionPeriod: config.message_retention_seconds,
    ReceiveMessageWaitTimeSeconds: config.receive_wait_time_seconds,
    VisibilityTimeout: config.visibility_timeout_seconds,
    Policy: config.policy,
    RedrivePolicy: config.redrive_policy,
    RedriveAllowPolicy: config.redrive_allow_policy,
    KmsMasterKeyId: config.kms_master_key_id,
    KmsDataKeyReusePeriodSeconds: config.kms_data_key_reuse_period_seconds,
    SqsManagedSseEnabled: config.kms_master_key_id ? undefined : config.sqs_managed_sse_enabled,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

function expose(queues: Queues, queue: Queue, config: Config): Attributes {
  const url = queues.url(queue);
  const { attributes } = queue;
  return {
    ...config,
    id: url,
    url,
    arn: queue.arn,
    name: queue.name,
    tags_all: config.tags_all ?? config.tags,
    policy: attributes["Policy"] ?? "",
    redrive_policy: attributes["RedrivePolicy"] ?? "",
    redrive_allow_policy: attributes["RedriveAllowPolicy"] ?? "",
    sqs_managed_sse_enabled: attributes["SqsManagedSseEnabled"] === "true",
  };
}
