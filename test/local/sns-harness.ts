import { AwsError } from "../../local/kernel/errors";
import type { Call } from "../../local/kernel/operation";
import type { Service, ServiceFactory } from "../../local/kernel/service";
import { sns } from "../../local/services/sns";
import { type SqsService, sqs } from "../../local/services/sqs";
import { testKernel } from "./test-kernel";

/** A call that a stand-in for Lambda got. */
export interface Invocation {
  readonly input: {
    readonly FunctionName: string;
    readonly InvocationType: string;
    readonly Payload: string;
  };
  readonly call: Call;
}

export const TOPIC_ARN = "arn:aws:sns:eu-central-1:000000000000:dev-prices";
export const FUNCTION_ARN = "arn:aws:lambda:eu-central-1:000000000000:function:dev-consumer";

export const queueArn = (name: string) => `arn:aws:sqs:eu-central-1:000000000000:${name}`;
export const queueUrl = (name: string) => `http://127.0.0.1:4566/000000000000/${name}`;
export const text = (StringValue: string) => ({ DataType: "String", StringValue });

/** SNS beside SQS and a stand-in for Lambda, with the topic `dev-prices` and the queues `q` and `dlq`. */
export async function snsHarness(options: Parameters<typeof testKernel>[1] = {}) {
  const invocations: Invocation[] = [];
  const lambda: ServiceFactory = (): Service => ({
    name: "lambda",
    operations: [
      {
        name: "Invoke",
        access: ({ FunctionName }) => [{ action: "lambda:InvokeFunction", resource: FunctionName }],
        run(input, call) {
          if (input.FunctionName !== FUNCTION_ARN)
            throw new AwsError("ResourceNotFoundException", "none", 404);
          invocations.push({ input, call });
          return { StatusCode: 202 };
        },
      },
    ],
  });
  const cloud = testKernel([sqs, sns, lambda], options);
  const queues = cloud.services[0] as SqsService;
  const call = <Output = Record<string, unknown>>(operation: string, input: object = {}) =>
    cloud.call<Output>("sns", operation, input);
  await call("CreateTopic", { Name: "dev-prices" });
  for (const QueueName of ["q", "dlq"]) await cloud.call("sqs", "CreateQueue", { QueueName });
  return {
    ...cloud,
    call,
    invocations,
    queues,
    subscribe: async (Protocol: string, Endpoint: string, Attributes: Record<string, string> = {}) => {
      const { SubscriptionArn } = await call<{ SubscriptionArn: string }>("Subscribe", {
        TopicArn: TOPIC_ARN,
        Protocol,
        Endpoint,
        Attributes,
        ReturnSubscriptionArn: "true",
      });
      return SubscriptionArn;
    },
    publish: async (Message: string, more: object = {}) => {
      const { MessageId } = await call<{ MessageId: string }>("Publish", {
        TopicArn: TOPIC_ARN,
        Message,
        ...more,
      });
      return MessageId;
    },
    /** Bodies in a queue, once nothing is in flight. */
    settledBodies: async (name: string) => {
      await cloud.work.settle();
      return queues.inspect(name)?.messages.map(({ body }) => body) ?? [];
    },
  };
}

export type SnsHarness = Awaited<ReturnType<typeof snsHarness>>;
