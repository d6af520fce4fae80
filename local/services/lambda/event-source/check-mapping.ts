import type { Kernel } from "../../../kernel/kernel";
import { invalidParameter } from "../errors";
import type { LambdaFunction } from "../state";
import type { MappingConfig } from "./mapping";

const MOST_RECORDS = 10_000;
const MOST_RECORDS_FIFO = 10;

/**
 * Holds a mapping to the rules of Lambda, those between queue and function among them.
 * @throws AwsError InvalidParameterValueException
 */
export async function checkMapping(kernel: Kernel, fn: LambdaFunction, config: MappingConfig): Promise<void> {
  const { batchSize, windowSeconds, maximumConcurrency, sourceArn } = config;
  const fifo = sourceArn.endsWith(".fifo");
  const most = fifo ? MOST_RECORDS_FIFO : MOST_RECORDS;
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > most) {
    throw invalidParameter(`Batch size must be between 1 and ${most} for ${sourceArn}; it is ${batchSize}.`);
  }
  if (windowSeconds < 0 || windowSeconds > 300 || (fifo && windowSeconds > 0)) {
    const rule = fifo ? "is not supported for FIFO queues" : "must be between 0 and 300 seconds";
    throw invalidParameter(`Maximum batching window ${rule}; it is ${windowSeconds}.`);
  }
  if (batchSize > 10 && windowSeconds < 1) {
    throw invalidParameter(
      "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    );
  }
  if (maximumConcurrency !== undefined && (maximumConcurrency < 2 || maximumConcurrency > 1_000)) {
    throw invalidParameter(`Maximum concurrency must be between 2 and 1000; it is ${maximumConcurrency}.`);
  }
  await checkQueue(kernel, fn, sourceArn);
}

/** A message must not become visible again while it is still being processed. */
async function checkQueue(kernel: Kernel, fn: LambdaFunction, queueArn: string): Promise<void> {
  const [, , , , account, name] = queueArn.split(":");
  const { Attributes: attributes } = await kernel.calls.perform<{ Attributes?: Record<string, string> }>(
    { type: "operator" },
    "sqs",
    "GetQueueAttributes",
    { QueueUrl: `${kernel.endpoint}/${account}/${name}`, AttributeNames: ["VisibilityTimeout"] },
  );
  const visibilitySeconds = Number(attributes?.["VisibilityTimeout"]);
  const { timeoutSeconds } = fn.latest.config;
  if (visibilitySeconds < timeoutSeconds) {
    throw invalidParameter(
      `Queue visibility timeout: ${visibilitySeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
    );
  }
}
