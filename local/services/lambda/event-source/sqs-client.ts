import type { Kernel } from "../../../kernel/kernel";
import type { Principal } from "../../../kernel/principal";
import type { ReceivedMessage } from "./sqs-records";

/** What SQS takes and gives at once. */
const MOST_PER_CALL = 10;

/** A queue, worked with the permissions of a function's role. */
export class SqsClient {
  private readonly url: string;

  constructor(
    private readonly kernel: Kernel,
    private readonly queueArn: string,
    private readonly principal: () => Principal,
  ) {
    const [, , , , account, name] = queueArn.split(":");
    this.url = `${kernel.endpoint}/${account}/${name}`;
  }

  /** @throws AwsError as SQS answers, AccessDeniedError among them */
  async receive(most: number): Promise<readonly ReceivedMessage[]> {
    const output = await this.perform<{ Messages?: readonly ReceivedMessage[] }>("ReceiveMessage", {
      MaxNumberOfMessages: Math.min(most, MOST_PER_CALL),
      WaitTimeSeconds: 0,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    return output.Messages ?? [];
  }

  /** @throws AwsError as SQS answers, AccessDeniedError among them */
  async delete(messages: readonly { readonly receiptHandle: string }[]): Promise<void> {
    for (let start = 0; start < messages.length; start += MOST_PER_CALL) {
      const Entries = messages
        .slice(start, start + MOST_PER_CALL)
        .map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
      const { Failed = [] } = await this.perform<{ Failed?: readonly { Message?: string }[] }>(
        "DeleteMessageBatch",
        { Entries },
      );
      if (Failed.length > 0) {
        this.kernel.log(
          `${this.queueArn}: ${Failed.length} messages stay: ${Failed[0]?.Message ?? "no reason"}`,
        );
      }
    }
  }

  /** @throws AwsError as SQS answers, AccessDeniedError among them */
  async checkAccess(): Promise<void> {
    await this.perform("GetQueueAttributes", { AttributeNames: ["VisibilityTimeout"] });
  }

  private perform<Output>(operation: string, input: object): Promise<Output> {
    return this.kernel.calls.perform<Output>(this.principal(), "sqs", operation, {
      QueueUrl: this.url,
      ...input,
    });
  }
}
