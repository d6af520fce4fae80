import { AwsError } from "../../local/kernel/errors";
import type { Call } from "../../local/kernel/operation";
import type { Service, ServiceFactory } from "../../local/kernel/service";
import { type EventsService, events } from "../../local/services/events";
import type { Target } from "../../local/services/events/target";
import { type LogsService, logs } from "../../local/services/logs";
import { sns } from "../../local/services/sns";
import { type SqsService, sqs } from "../../local/services/sqs";
import { testKernel } from "./test-kernel";

export const ACCOUNT = "000000000000";
export const FUNCTION_ARN = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:dev-consumer`;
export const RULE_ARN = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/dev-shop/dev-orders`;
export const BUS_ARN = `arn:aws:events:eu-central-1:${ACCOUNT}:event-bus/dev-shop`;

export const queueArn = (name: string) => `arn:aws:sqs:eu-central-1:${ACCOUNT}:${name}`;

/** What PutEvents answers. */
export interface PutResult {
  readonly FailedEntryCount: number;
  readonly Entries: readonly { readonly EventId?: string; readonly ErrorCode?: string }[];
}

/** A call that the stand-in for Lambda got. */
export interface Invocation {
  readonly input: Readonly<Record<string, unknown>>;
  readonly call: Call;
}

/**
 * EventBridge beside SQS, SNS, logs and a stand-in for Lambda, with the bus `dev-shop`, its rule `dev-orders` for the
 * source `shop.basket`, and the queues `q` and `dlq`.
 */
export async function eventsHarness(
  options: Parameters<typeof testKernel>[1] & { readonly factories?: readonly ServiceFactory[] } = {},
) {
  const invocations: Invocation[] = [];
  const lambda: ServiceFactory = (): Service => ({
    name: "lambda",
    operations: [
      {
        name: "Invoke",
        access: ({ FunctionName }) => [{ action: "lambda:InvokeFunction", resource: FunctionName }],
        run(input, call) {
          if (input.FunctionName !== FUNCTION_ARN) {
            throw new AwsError("ResourceNotFoundException", "Function not found", 404);
          }
          invocations.push({ input, call });
          return { StatusCode: 202 };
        },
      },
    ],
  });
  const cloud = testKernel([events, sqs, sns, logs, lambda, ...(options.factories ?? [])], options);
  const [service, queues, , logService] = cloud.services as [EventsService, SqsService, Service, LogsService];
  const call = <Output = Record<string, unknown>>(operation: string, input: object = {}) =>
    cloud.call<Output>("events", operation, input);
  for (const QueueName of ["q", "dlq"]) await cloud.call("sqs", "CreateQueue", { QueueName });
  await call("CreateEventBus", { Name: "dev-shop" });
  await call("PutRule", {
    Name: "dev-orders",
    EventBusName: "dev-shop",
    EventPattern: '{"source":["shop.basket"]}',
  });
  const messages = (name: string) => queues.inspect(name)?.messages ?? [];
  return {
    ...cloud,
    service,
    call,
    /** Calls another service as the operator. */
    cloudCall: cloud.call,
    invocations,
    messages,
    logLinesOf: (group: string) => logService.lines(group),
    /** Adds a target to the rule `dev-orders`. */
    target: (target: Partial<Target>) =>
      call("PutTargets", {
        Rule: "dev-orders",
        EventBusName: "dev-shop",
        Targets: [{ Id: "queue", Arn: queueArn("q"), ...target }],
      }),
    /** Puts an event that the rule `dev-orders` takes, and gives its id. */
    put: async (detail: unknown = { orderId: 1 }, more: object = {}) => {
      const entry = { EventBusName: "dev-shop", Source: "shop.basket", DetailType: "CheckoutBasket" };
      const result = await call<PutResult>("PutEvents", {
        Entries: [{ ...entry, Detail: JSON.stringify(detail), ...more }],
      });
      return result.Entries[0]?.EventId ?? "";
    },
    /** Bodies in a queue, once nothing is in flight. */
    settledBodies: async (name: string) => {
      await cloud.work.settle();
      return messages(name).map(({ body }) => body);
    },
  };
}

export type EventsHarness = Awaited<ReturnType<typeof eventsHarness>>;

/** The texts of a message's attributes by name. */
export function attributeTexts(message: { attributes: object } | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message?.attributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]),
  );
}
