import type { Kernel } from "../../kernel/kernel";
import type { Service } from "../../kernel/service";
import { QUERY_CODES } from "./errors";
import { inspect, type QueueInspection } from "./inspection";
import { MoveTasks } from "./move-tasks";
import { cancelMessageMoveTask } from "./operations/cancel-message-move-task";
import { changeMessageVisibility } from "./operations/change-message-visibility";
import { changeMessageVisibilityBatch } from "./operations/change-message-visibility-batch";
import { createQueue } from "./operations/create-queue";
import { deleteMessage } from "./operations/delete-message";
import { deleteMessageBatch } from "./operations/delete-message-batch";
import { deleteQueue } from "./operations/delete-queue";
import { getQueueAttributes } from "./operations/get-queue-attributes";
import { getQueueUrl } from "./operations/get-queue-url";
import { listDeadLetterSourceQueues } from "./operations/list-dead-letter-source-queues";
import { listMessageMoveTasks } from "./operations/list-message-move-tasks";
import { listQueueTags } from "./operations/list-queue-tags";
import { listQueues } from "./operations/list-queues";
import { purgeQueue } from "./operations/purge-queue";
import { receiveMessage } from "./operations/receive-message";
import { sendMessage } from "./operations/send-message";
import { sendMessageBatch } from "./operations/send-message-batch";
import { setQueueAttributes } from "./operations/set-queue-attributes";
import { startMessageMoveTask } from "./operations/start-message-move-task";
import { tagQueue } from "./operations/tag-queue";
import { untagQueue } from "./operations/untag-queue";
import { Queues } from "./queues";
import { queueResource } from "./resources/aws-sqs-queue";
import { queuePolicyResource } from "./resources/aws-sqs-queue-policy";
import { redriveAllowPolicyResource } from "./resources/aws-sqs-queue-redrive-allow-policy";
import { redrivePolicyResource } from "./resources/aws-sqs-queue-redrive-policy";

/** SQS, and a look into its queues for the console and for tests. */
export interface SqsService extends Service {
  /** The names of all queues, in alphabetical order. */
  queueNames(): readonly string[];
  /** What is in a queue, without receiving anything; undefined when there is no such queue. */
  inspect(name: string): QueueInspection | undefined;
}

/** Amazon SQS: standard and FIFO queues. */
export const sqs = (kernel: Kernel): SqsService => {
  const queues = new Queues(kernel);
  const tasks = new MoveTasks(kernel, queues);
  return {
    name: "sqs",
    protocol: { kind: "json", target: "AmazonSQS", version: "1.0", queryCodes: QUERY_CODES },
    operations: [
      createQueue(kernel, queues),
      deleteQueue(queues),
      getQueueUrl(kernel, queues),
      listQueues(queues),
      getQueueAttributes(kernel, queues),
      setQueueAttributes(kernel, queues),
      sendMessage(kernel, queues),
      sendMessageBatch(kernel, queues),
      receiveMessage(kernel, queues, kernel.chance.fork("sqs")),
      deleteMessage(queues),
      deleteMessageBatch(queues),
      changeMessageVisibility(kernel, queues),
      changeMessageVisibilityBatch(kernel, queues),
      purgeQueue(kernel, queues),
      listDeadLetterSourceQueues(queues),
      startMessageMoveTask(queues, tasks),
      listMessageMoveTasks(queues, tasks),
      cancelMessageMoveTask(tasks),
      tagQueue(queues),
      untagQueue(queues),
      listQueueTags(queues),
    ],
    resources: [
      queueResource(kernel, queues),
      queuePolicyResource(kernel, queues),
      redrivePolicyResource(kernel, queues),
      redriveAllowPolicyResource(kernel, queues),
    ],
    resourcePolicy: (arn) => queues.findByArn(arn)?.settings.policy,
    queueNames: () =>
      queues
        .all()
        .map(({ name }) => name)
        .sort(),
    inspect(name) {
      const queue = queues.find(name);
      return queue === undefined ? undefined : inspect(queue, kernel.clock.now());
    },
    async close() {
      queues.close();
    },
  };
};
