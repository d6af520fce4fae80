import type { ServiceFactory } from "../../local/kernel/service";
import { sqs } from "../../local/services/sqs/index";
import { lambdaCloud } from "./lambda-cloud";

export const MINUTE_MS = 60_000;

/** The code of a function that always fails. */
export const FAILING = "export const handler = async () => { throw new Error('always'); };";

/** A cloud whose topics and buses keep what they are given, and what a test needs for asynchronous invocations. */
export function asyncCloud() {
  const published: { service: string; input: Record<string, unknown> }[] = [];
  /** Actions that the function's role lacks. */
  const denied = new Set<string>();
  const receiver =
    (name: string, operation: string, action: string): ServiceFactory =>
    () => ({
      name,
      operations: [
        {
          name: operation,
          access: () => [{ action, resource: "*" }],
          run: (input) => {
            published.push({ service: name, input });
            return {};
          },
        },
      ],
    });
  const cloud = lambdaCloud(
    [sqs, receiver("sns", "Publish", "sns:Publish"), receiver("events", "PutEvents", "events:PutEvents")],
    {
      authorizer: {
        denial: (_principal, { action }) => (denied.has(action) ? `lacks ${action}` : undefined),
      },
    },
  );
  return {
    ...cloud,
    published,
    denied,
    /** Invokes without waiting. */
    send: (name: string, event: unknown = { order: 1 }) =>
      cloud.call<{ StatusCode: number; Payload: string; RequestId: string }>("lambda", "Invoke", {
        FunctionName: name,
        InvocationType: "Event",
        Payload: JSON.stringify(event),
      }),
    /** How often a function has run. */
    runs: async (name: string) => {
      const lines = await cloud.logsOf(name).catch(() => []);
      return lines.filter(({ message }) => message.startsWith("START")).length;
    },
    /** Makes a queue; `receive` takes what is in it. */
    queueNamed: async (name: string) => {
      const { arn, url } = await cloud.provision("aws_sqs_queue", { name });
      const receive = async () => {
        const { Messages = [] } = await cloud.call<{
          Messages?: { Body: string; MessageAttributes?: object }[];
        }>("sqs", "ReceiveMessage", {
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ["All"],
        });
        return Messages.map(({ Body, MessageAttributes }) => ({ body: JSON.parse(Body), MessageAttributes }));
      };
      return { arn, receive };
    },
    /** Gives the function `worker` retries and destinations. */
    configure: (more: object) =>
      cloud.provision("aws_lambda_function_event_invoke_config", { function_name: "worker", ...more }),
  };
}

export type AsyncCloud = ReturnType<typeof asyncCloud>;
