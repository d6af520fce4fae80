import { type AsyncCloud, asyncCloud, FAILING, MINUTE_MS } from "./lambda-async-harness";

let cloud: AsyncCloud;

beforeEach(() => {
  cloud = asyncCloud();
});

afterEach(async () => {
  expect(cloud.failures).toEqual([]);
  await cloud.close();
});

describe("destinations", () => {
  const ARN = "arn:aws:lambda:eu-central-1:000000000000:function:worker:$LATEST";

  test("get the record of a success", async () => {
    await cloud.deploy("worker", "export const handler = async ({ order }) => ({ done: order });");
    const successes = await cloud.queueNamed("successes");
    await cloud.configure({ destination_config: { on_success: { destination: successes.arn } } });
    const { RequestId } = await cloud.send("worker");
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
    const failures = await cloud.queueNamed("failures");
    await cloud.configure({
      maximum_retry_attempts: 1,
      destination_config: { on_failure: { destination: failures.arn } },
    });
    await cloud.send("worker");
    await cloud.work.advance(10 * MINUTE_MS);

    expect(await cloud.runs("worker")).toBe(2);
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
    await cloud.configure({
      maximum_retry_attempts: 0,
      destination_config: { on_failure: { destination: topic } },
    });
    await cloud.send("worker");
    await cloud.work.settle();
    const bus = "arn:aws:events:eu-central-1:000000000000:event-bus/shop";
    await cloud.configure({
      maximum_retry_attempts: 0,
      destination_config: { on_failure: { destination: bus } },
    });
    await cloud.send("worker");
    await cloud.work.settle();

    expect(cloud.published).toMatchObject([
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

  test("get what was streamed as it is", async () => {
    await cloud.deploy(
      "worker",
      "export const handler = awslambda.streamifyResponse(async (_event, stream) => { stream.end('no JSON'); });",
    );
    await cloud.deploy("next", "export const handler = async (event) => console.log(event.responsePayload);");
    await cloud.configure({
      destination_config: {
        on_success: { destination: "arn:aws:lambda:eu-central-1:000000000000:function:next" },
      },
    });
    await cloud.send("worker");
    await cloud.work.settle();

    expect((await cloud.logsOf("next")).some(({ message }) => message.endsWith("\tno JSON\n"))).toBe(true);
  });

  test("may be functions", async () => {
    await cloud.deploy("worker", "export const handler = async () => 5;");
    await cloud.deploy("next", "export const handler = async (event) => console.log(event.responsePayload);");
    await cloud.configure({
      destination_config: {
        on_success: { destination: "arn:aws:lambda:eu-central-1:000000000000:function:next" },
      },
    });
    await cloud.send("worker");
    await cloud.work.settle();

    expect((await cloud.logsOf("next")).some(({ message }) => message.endsWith("\t5\n"))).toBe(true);
  });

  test("need the permission of the function's role", async () => {
    await cloud.deploy("worker", "export const handler = async () => 5;");
    const successes = await cloud.queueNamed("successes");
    await cloud.configure({ destination_config: { on_success: { destination: successes.arn } } });
    cloud.denied.add("sqs:SendMessage");
    await cloud.send("worker");
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
      cloud.configure({ destination_config: { on_failure: { destination: "arn:aws:s3:::failures" } } }),
    ).rejects.toThrow("the destination arn:aws:s3:::failures is not modelled");
  });
});

describe("a dead-letter queue", () => {
  test("gets the event and why it failed", async () => {
    const dead = await cloud.queueNamed("dead");
    await cloud.deploy("worker", FAILING, { dead_letter_config: { target_arn: dead.arn } });
    const { RequestId } = await cloud.send("worker");
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
    const dead = await cloud.queueNamed("dead");
    await cloud.deploy("worker", FAILING, {
      dead_letter_config: { target_arn: dead.arn },
      reserved_concurrent_executions: 0,
    });
    await cloud.send("worker");
    await cloud.work.settle();

    expect(await dead.receive()).toMatchObject([
      { body: { order: 1 }, MessageAttributes: { ErrorMessage: { StringValue: "Rate Exceeded." } } },
    ]);
  });
});
