import type { Kernel } from "../../../kernel/kernel";

/** The parameters of SendMessage that every message of EventBridge has. */
export function queueMessage(kernel: Kernel, queueArn: string, body: string, traceId: string) {
  const [, , , , accountId, name] = queueArn.split(":");
  return {
    QueueUrl: `${kernel.endpoint}/${accountId}/${name}`,
    MessageBody: body,
    MessageSystemAttributes: {
      AWSTraceHeader: { DataType: "String", StringValue: `Root=${traceId}` },
    },
  };
}
