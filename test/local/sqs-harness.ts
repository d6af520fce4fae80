import type { SqsService } from "../../local/services/sqs";
import { sqs } from "../../local/services/sqs";
import type { OutgoingMessage, SendResult } from "../../local/services/sqs/outgoing-message";
import type { ReceivedMessage } from "../../local/services/sqs/received-message";
import { testKernel } from "./test-kernel";

/** A cloud of SQS alone, with short ways to its most used operations. */
export function sqsHarness(options: Parameters<typeof testKernel>[1] = {}) {
  const cloud = testKernel([sqs], options);
  const service = cloud.services[0] as SqsService;
  const call = <Output = Record<string, unknown>>(operation: string, input: object) =>
    cloud.call<Output>("sqs", operation, input);
  return {
    ...cloud,
    service,
    call,
    /** Creates a queue and gives its URL. */
    create: async (name: string, attributes: Record<string, string> = {}) => {
      const created = await call<{ QueueUrl: string }>("CreateQueue", {
        QueueName: name,
        Attributes: attributes,
      });
      return created.QueueUrl;
    },
    /** Creates `<name>` with `<name>-dlq` as its dead-letter queue. */
    createWithDeadLetters: async (name: string, maxReceiveCount: number, suffix = "") => {
      const fifo = suffix === "" ? {} : { FifoQueue: "true" };
      await call("CreateQueue", { QueueName: `${name}-dlq${suffix}`, Attributes: fifo });
      const deadLetterTargetArn = `arn:aws:sqs:eu-central-1:000000000000:${name}-dlq${suffix}`;
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
      await call("CreateQueue", { QueueName: `${name}${suffix}`, Attributes: { ...fifo, RedrivePolicy } });
      const base = "http://127.0.0.1:4566/000000000000/";
      return { url: `${base}${name}${suffix}`, dlqUrl: `${base}${name}-dlq${suffix}` };
    },
    send: (url: string, body: string, more: OutgoingMessage = {}) =>
      call<SendResult>("SendMessage", { QueueUrl: url, MessageBody: body, ...more }),
    /** Receives up to ten messages, as work that somebody waits for. */
    receive: async (url: string, more: object = {}): Promise<readonly ReceivedMessage[]> => {
      const output = await cloud.work.serve("receive", () =>
        call<{ Messages?: ReceivedMessage[] }>("ReceiveMessage", {
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          ...more,
        }),
      );
      return output.Messages ?? [];
    },
    remove: (url: string, message: ReceivedMessage | undefined) =>
      call("DeleteMessage", { QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }),
  };
}

/** The bodies of messages, in order. */
export function bodies(messages: readonly { readonly Body: string }[]): readonly string[] {
  return messages.map(({ Body }) => Body);
}

/** The error that a call ends with, or undefined. */
export async function errorOf(
  calling: Promise<unknown>,
): Promise<{ code: string; message: string } | undefined> {
  try {
    await calling;
    return undefined;
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  }
}
