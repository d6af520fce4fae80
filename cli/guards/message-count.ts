import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";

/** Tells how many messages a queue holds; `undefined` when it cannot be told. */
export type MessageCount = (queueUrl: string, region: string) => Promise<number | undefined>;

const COUNTS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

/** Asks SQS, as whoever runs this. */
export const messageCount: MessageCount = async (queueUrl, region) => {
  const client = new SQSClient({ region });
  try {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...COUNTS] }),
    );
    return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
};
