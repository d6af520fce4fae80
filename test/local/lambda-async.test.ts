import type { ServiceFactory } from "../../local/kernel/service";
import { sqs } from "../../local/services/sqs/index";
import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

const MINUTE_MS = 60_000;

/** What a topic and a bus were given. */
let published: { service: string; input: Record<string, unknown> }[];
let denied: string | undefined;
let cloud: LambdaCloud;

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

beforeEach(() => {
  published = [];
  denied = undefined;
  cloud = lambdaCloud(
    [sqs, receiver("sns", "Publish", "sns:Publish"), receiver("events", "PutEvents", "events:PutEvents")],
    {
      authorizer: { denial: (_principal, { action }) => (action === denied ? `lacks ${action}` : undefined) },
    },
  );
});

afterEach(async () => {
  expect(cloud.failures).toEqual([]);
  await cloud.close();
});

const FAILING = "export const handler = async () => { console.log('run'); throw new Error('always'); };";

const send = (name: string, event: unknown = { order: 1 }) =>
  cloud.call<{ StatusCode: number; Payload: string; RequestId: string }>("lambda", "Invoke", {
    FunctionName: name,
    InvocationType: "Event",
    Payload: JSON.stringify(event),
  });

const runs = async (name: string) =>
  (await cloud.logsOf(name).catch(() => [])).filter(({ message }) => message.startsWith("START")).length;

async function queueNamed(name: string) {
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
}

const configure = (more: object) =>
  cloud.provision("aws_lambda_function_event_invoke_config", { function_name: "worker", ...more });

describe("an asynchronous invocation", () => {
  test("is accepted at once and runs later", async () => {
    await cloud.deploy("worker", "export const handler = async (event) => console.log(event.order);");

    expect(await send("worker")).toMatchObject({ StatusCode: 202, Payload: "" });
    expect(await runs("worker")).toBe(0);
    await cloud.work.settle();

    expect((await cloud.logsOf("worker")).some(({ message }) => message.endsWith("INFO\t1\n"))).toBe(true);
  });

  test("of a function that fails is tried again after one and two minutes, with the same request id", async () => {
    await cloud.deploy("worker", FAILING);
    const { RequestId } = await send("worker");

    await cloud.work.settle();
    expect(await runs("worker")).toBe(1);
    await cloud.work.advance(MINUTE_MS - 1);
    expect(await runs("worker")).toBe(1);
    await cloud.work.advance(1);
    expect(await runs("worker")).toBe(2);
    await cloud.work.advance(2 * MINUTE_MS);
    expect(await runs("worker")).toBe(3);
    await cloud.work.advance(24 * 60 * MINUTE_MS);
    expect(await runs("worker")).toBe(3);

    const starts = (await cloud.logsOf("worker")).filter(({ message }) => message.startsWith("START"));
    expect(starts.every(({ message }) => message.includes(RequestId))).toBe(true);
    expect(cloud.logLines.at(-1)).toMatch(
      /^worker has given up on the event of request \S+ \(RetriesExhausted\), and the function has neither/,
    );
  });

  test("of a throttled function backs off and runs when there is room", async () => {
    await cloud.deploy(
      "worker",
      "export const handler = async () => { await new Promise((r) => setTimeout(r, 10_000)); };",
      { reserved_concurrent_executions: 1, timeout: 60 },
    );
    await send("worker");
    await send("worker");

    await cloud.work.advance(5 * MINUTE_MS);

    expect(await runs("worker")).toBe(2);
  });

  test("is given up when it gets too old while it is throttled", async () => {
    await cloud.deploy("worker", "export const handler = () => new Promise((r) => setTimeout(r, 600_000));", {
      reserved_concurrent_executions: 1,
      timeout: 900,
    });
    const failures = await queueNamed("failures");
    await configure({
      maximum_event_age_in_seconds: 60,
      destination_config: { on_failure: { destination: failures.arn } },
    });
    await send("worker");
    await send("worker");

    await cloud.work.advance(2 * MINUTE_MS);

    expect(await failures.receive()).toMatchObject([
      { body: { requestContext: { condition: "EventAgeExceeded", approximateInvokeCount: 0 } } },
    ]);
  });

  test("is delivered twice by an injected duplicate", async () => {
    await cloud.deploy("worker", "export const handler = async () => {};");
    cloud.kernel.faults.inject({ on: "lambda:Invoke", resource: "worker", effect: "duplicate", times: 1 });

    await send("worker");
    await cloud.work.settle();

    expect(await runs("worker")).toBe(2);
  });
});

describe("destinations", () => {
  const ARN = "arn:aws:lambda:eu-central-1:000000000000:function:worker:$LATEST";

  test("get the record of a success", async () => {
    await cloud.deploy("worker", "export const handler = async ({ order }) => ({ done: order });");
    const successes = await queueNamed("successes");
    await configure({ destination_config: { on_success: { destination: successes.arn } } });
    const { RequestId } = await send("worker");
    await cloud.work.settle();

    expect(await successes.receive()).toMatchObject([
      {
        body: {
          version: "1.0",
          timestamp: "2026-01-01T00:00:00.000Z",
          requestContext: {
            requestId: RequestId,
            functionArn: ARN,
            condition: "Success",
            approximateInvokeCount: 1,
          },
          requestPayload: { order: 1 },
          responseContext: { statusCode: 200, executedVersion: "$LATEST" },
          responsePayload: { done: 1 },
        },
      },
    ]);
  });

  test("get the record of a failure after as many retries as configured", async () => {
    await cloud.deploy("worker", FAILING);
    const failures = await queueNamed("failures");
    await configure({
      maximum_retry_attempts: 1,
      destination_config: { on_failure: { destination: failures.arn } },
    });
    await send("worker");
    await cloud.work.advance(10 * MINUTE_MS);

    expect(await runs("worker")).toBe(2);
    expect(await failures.receive()).toMatchObject([
      {
        body: {
          timestamp: "2026-01-01T00:01:00.000Z",
          requestContext: { functionArn: ARN, condition: "RetriesExhausted", approximateInvokeCount: 2 },
          requestPayload: { order: 1 },
          responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
          responsePayload: { errorType: "Error", errorMessage: "always" },
        },
      },
    ]);
  });

  test("may be topics and buses", async () => {
    await cloud.deploy("worker", FAILING);
    const topic = "arn:aws:sns:eu-central-1:000000000000:failures";
    await configure({
      maximum_retry_attempts: 0,
      destination_config: { on_failure: { destination: topic } },
    });
    await send("worker");
    await cloud.work.settle();
    const bus = "arn:aws:events:eu-central-1:000000000000:event-bus/shop";
    await configure({ maximum_retry_attempts: 0, destination_config: { on_failure: { destination: bus } } });
    await send("worker");
    await cloud.work.settle();

    expect(published).toMatchObject([
      { service: "sns", input: { TopicArn: topic, Message: expect.stringContaining('"RetriesExhausted"') } },
      {
        service: "events",
        input: {
          Entries: [
            {
              Source: "lambda",
              DetailType: "Lambda Function Invocation Result - Failure",
              EventBusName: bus,
              Resources: [bus, ARN],
              Detail: expect.stringContaining('"RetriesExhausted"'),
            },
          ],
        },
      },
    ]);
  });

  test("may be functions", async () => {
    await cloud.deploy("worker", "export const handler = async () => 5;");
    await cloud.deploy("next", "export const handler = async (event) => console.log(event.responsePayload);");
    await configure({
      destination_config: {
        on_success: { destination: "arn:aws:lambda:eu-central-1:000000000000:function:next" },
      },
    });
    await send("worker");
    await cloud.work.settle();

    expect((await cloud.logsOf("next")).some(({ message }) => message.endsWith("\t5\n"))).toBe(true);
  });

  test("need the permission of the function's role", async () => {
    await cloud.deploy("worker", "export const handler = async () => 5;");
    const successes = await queueNamed("successes");
    await configure({ destination_config: { on_success: { destination: successes.arn } } });
    denied = "sqs:SendMessage";
    await send("worker");
    await cloud.work.settle();

    expect(cloud.kernel.calls.denials).toMatchObject([
      {
        principal: "arn:aws:iam::000000000000:role/worker",
        action: "sqs:SendMessage",
        resource: successes.arn,
      },
    ]);
    expect(cloud.logLines.at(-1)).toMatch(/did not reach arn:aws:sqs:.*:successes: lacks sqs:SendMessage$/);
  });

  test("of an unknown kind are refused by name", async () => {
    await cloud.deploy("worker", "export const handler = async () => 5;");

    await expect(
      configure({ destination_config: { on_failure: { destination: "arn:aws:s3:::failures" } } }),
    ).rejects.toThrow("the destination arn:aws:s3:::failures is not modelled");
  });
});

describe("a dead-letter queue", () => {
  test("gets the event and why it failed", async () => {
    const dead = await queueNamed("dead");
    await cloud.deploy("worker", FAILING, { dead_letter_config: { target_arn: dead.arn } });
    const { RequestId } = await send("worker");
    await cloud.work.advance(10 * MINUTE_MS);

    expect(await dead.receive()).toEqual([
      {
        body: { order: 1 },
        MessageAttributes: {
          RequestID: { DataType: "String", StringValue: RequestId },
          ErrorCode: { DataType: "Number", StringValue: "200" },
          ErrorMessage: { DataType: "String", StringValue: "always" },
        },
      },
    ]);
  });

  test("gets events at once while the function is switched off", async () => {
    const dead = await queueNamed("dead");
    await cloud.deploy("worker", FAILING, {
      dead_letter_config: { target_arn: dead.arn },
      reserved_concurrent_executions: 0,
    });
    await send("worker");
    await cloud.work.settle();

    expect(await dead.receive()).toMatchObject([
      { body: { order: 1 }, MessageAttributes: { ErrorMessage: { StringValue: "Rate Exceeded." } } },
    ]);
  });
});
