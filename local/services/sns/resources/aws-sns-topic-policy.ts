import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { text } from "../../../terraform/arguments";
import { requireTopic } from "../lookup";
import type { Topics } from "../state";
import { setTopicAttribute } from "../topic-attributes";

const schema = z.strictObject({ arn: text, policy: text });

/** `aws_sns_topic_policy` */
export function topicPolicyResource(kernel: Kernel, topics: Topics): ResourceType<z.infer<typeof schema>> {
  return {
    type: "aws_sns_topic_policy",
    arguments: schema,
    replacedBy: ["arn"],
    apply(config) {
      setTopicAttribute(requireTopic(topics, config.arn), "Policy", config.policy);
      return { ...config, id: config.arn, owner: kernel.accountId };
    },
    remove({ arn }) {
      const topic = topics.find(arn);
      if (topic !== undefined) setTopicAttribute(topic, "Policy", "");
    },
  };
}
