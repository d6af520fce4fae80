import type { Kernel } from "../../kernel/kernel";
import type { Service } from "../../kernel/service";
import { Deliveries } from "./delivery";
import { confirmSubscription } from "./operations/confirm-subscription";
import { createTopic } from "./operations/create-topic";
import { deleteTopic } from "./operations/delete-topic";
import { getSubscriptionAttributes } from "./operations/get-subscription-attributes";
import { getTopicAttributes } from "./operations/get-topic-attributes";
import { listSubscriptions } from "./operations/list-subscriptions";
import { listSubscriptionsByTopic } from "./operations/list-subscriptions-by-topic";
import { listTagsForResource } from "./operations/list-tags-for-resource";
import { listTopics } from "./operations/list-topics";
import { publish } from "./operations/publish";
import { publishBatch } from "./operations/publish-batch";
import { setSubscriptionAttributes } from "./operations/set-subscription-attributes";
import { setTopicAttributes } from "./operations/set-topic-attributes";
import { subscribe } from "./operations/subscribe";
import { tagResource } from "./operations/tag-resource";
import { unsubscribe } from "./operations/unsubscribe";
import { topicResource } from "./resources/aws-sns-topic";
import { topicPolicyResource } from "./resources/aws-sns-topic-policy";
import { subscriptionResource } from "./resources/aws-sns-topic-subscription";
import { Topics } from "./state";

/** Amazon SNS: standard topics with SQS, Lambda and email subscribers. */
export const sns = (kernel: Kernel): Service => {
  const topics = new Topics();
  const deliveries = new Deliveries(kernel, topics);
  return {
    name: "sns",
    protocol: { kind: "query", xmlNamespace: "http://sns.amazonaws.com/doc/2010-03-31/" },
    operations: [
      createTopic(kernel, topics),
      deleteTopic(topics),
      listTopics(topics),
      getTopicAttributes(kernel, topics),
      setTopicAttributes(topics),
      publish(kernel, topics, deliveries),
      publishBatch(kernel, topics, deliveries),
      subscribe(kernel, topics),
      confirmSubscription(topics),
      unsubscribe(topics),
      listSubscriptions(kernel, topics),
      listSubscriptionsByTopic(kernel, topics),
      getSubscriptionAttributes(kernel, topics),
      setSubscriptionAttributes(topics),
      tagResource(topics),
      listTagsForResource(topics),
    ],
    resources: [
      topicResource(kernel, topics),
      topicPolicyResource(kernel, topics),
      subscriptionResource(kernel, topics),
    ],
    resourcePolicy: (arn) => topics.find(arn)?.policy,
  };
};
