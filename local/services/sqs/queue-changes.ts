import { AwsError } from "../../kernel/errors";
import { invalidParameter, invalidValue, missingParameter } from "./errors";
import type { Queue } from "./queue";
import { changeAttributes, defaultAttributes, type QueueAttributes } from "./queue-settings";
import type { Queues } from "./queues";
import { allowsSource, readRedrivePolicy } from "./redrive-policy";

const STANDARD_NAME = /^[A-Za-z0-9_-]{1,80}$/;
const FIFO_NAME = /^[A-Za-z0-9_-]{1,75}\.fifo$/;

/**
 * Creates a queue, or finds the one that is just so already.
 * @throws AwsError `QueueNameExists` when there is one with other attributes, and as CreateQueue answers
 */
export function createQueue(queues: Queues, arn: string, name: unknown, wanted: QueueAttributes): Queue {
  if (typeof name !== "string" || name === "") throw missingParameter("QueueName");
  const fifo = wanted["FifoQueue"] === "true";
  checkName(name, fifo);
  const attributes = changeAttributes(defaultAttributes(fifo), wanted);
  const existing = queues.find(name);
  if (existing === undefined) {
    checkRedrive(queues, wanted, arn, fifo);
    return queues.add(name, attributes);
  }
  for (const [attribute, value] of Object.entries(wanted)) {
    if (existing.attributes[attribute] === value) continue;
    throw new AwsError(
      "QueueNameExists",
      `A queue already exists with the same name and a different value for attribute ${attribute}`,
    );
  }
  return existing;
}

/** @throws AwsError as SetQueueAttributes answers; nothing has changed then */
export function changeQueue(queues: Queues, queue: Queue, changes: QueueAttributes, nowMs: number): void {
  // Checked first, since a redrive policy can be wrong in itself and for the queue it names.
  changeAttributes(queue.attributes, changes);
  checkRedrive(queues, changes, queue.arn, queue.fifo);
  queue.change(changes, nowMs);
  queues.update(queue);
}

function checkName(name: string, fifo: boolean): void {
  if ((fifo ? FIFO_NAME : STANDARD_NAME).test(name)) return;
  throw invalidParameter(
    fifo
      ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length."
      : "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
  );
}

function checkRedrive(queues: Queues, changes: QueueAttributes, sourceArn: string, fifo: boolean): void {
  const text = changes["RedrivePolicy"];
  if (!text) return;
  const target = queues.findByArn(readRedrivePolicy(text).deadLetterTargetArn);
  const reason =
    target === undefined
      ? "Dead letter target does not exist."
      : target.fifo !== fifo
        ? "Dead-letter queue must be same type of queue as the source."
        : allowsSource(target.settings.redriveAllow, sourceArn)
          ? undefined
          : "The RedriveAllowPolicy of the dead-letter queue does not allow this source queue.";
  if (reason !== undefined) throw invalidValue("RedrivePolicy", text, reason);
}
