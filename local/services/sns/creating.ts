import { UnsupportedError } from "../../kernel/errors";
import type { Kernel } from "../../kernel/kernel";
import { invalidParameter } from "./errors";
import type { Topic, Topics } from "./state";
import { setTopicAttribute } from "./topic-attributes";

/**
 * Creates a topic, or finds the one that is just so already.
 * @throws AwsError `InvalidParameter`, UnsupportedError for FIFO topics
 */
export function createTopic(
  kernel: Kernel,
  topics: Topics,
  name: string,
  attributes: Readonly<Record<string, string>>,
): Topic {
  if (typeof name === "string" && name.endsWith(".fifo")) {
    throw new UnsupportedError(
      `the topic ${name}: FIFO topics are not modelled by the local cloud, use a standard topic`,
    );
  }
  if (typeof name !== "string" || !/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter("Topic Name");
  const arn = kernel.arn("sns", name);
  const existing = topics.find(arn);
  if (existing !== undefined) {
    if (Object.entries(attributes).every(([key, value]) => existing.attributes[key] === value))
      return existing;
    throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
  }
  const topic: Topic = {
    name,
    arn,
    attributes: {},
    policy: undefined,
    tags: new Map(),
    subscriptions: new Map(),
  };
  for (const [key, value] of Object.entries(attributes)) setTopicAttribute(topic, key, value);
  topics.add(topic);
  return topic;
}
