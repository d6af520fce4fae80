import { type ConsumerCloud, consumerCloud, REPORTS } from "./event-source-harness";

let cloud: ConsumerCloud;

beforeEach(async () => {
  cloud = await consumerCloud();
});

afterEach(async () => {
  expect(cloud.failures).toEqual([]);
  await cloud.close();
});

describe("UpdateEventSourceMapping", () => {
  test("switches a consumer off and on without loss", async () => {
    await cloud.makeConsumer("");
    const { uuid: UUID } = await cloud.map();

    expect(await cloud.call("lambda", "UpdateEventSourceMapping", { UUID, Enabled: false })).toMatchObject({
      State: "Disabled",
    });
    await cloud.send("1");
    await cloud.work.advance(3_600_000);
    expect(await cloud.counts()).toEqual([1, 0]);

    await cloud.call("lambda", "UpdateEventSourceMapping", { UUID, Enabled: true });
    await cloud.work.settle();
    expect(await cloud.batches()).toEqual([["1"]]);
  });

  test("changes the batches", async () => {
    await cloud.makeConsumer("");
    const { uuid: UUID } = await cloud.map();

    await cloud.call("lambda", "UpdateEventSourceMapping", { UUID, BatchSize: 1 });
    await cloud.send("1", "2");
    await cloud.work.settle();

    expect(await cloud.batches()).toEqual([["1"], ["2"]]);
  });

  test("gives the queue another consumer", async () => {
    await cloud.makeConsumer("");
    await cloud.deploy(
      "dev-other",
      "export const handler = async ({ Records }) => console.log(Records[0].body);",
      {
        timeout: 10,
        publish: true,
      },
    );
    const { uuid: UUID } = await cloud.map();
    const FunctionArn = "arn:aws:lambda:eu-central-1:000000000000:function:dev-other:1";

    expect(
      await cloud.call("lambda", "UpdateEventSourceMapping", { UUID, FunctionName: "dev-other:1" }),
    ).toMatchObject({ FunctionArn });
    await cloud.send("1");
    await cloud.work.settle();

    expect((await cloud.logsOf("dev-other")).some(({ message }) => message.endsWith("\t1\n"))).toBe(true);
  });

  test("refuses a consumer that there is not", async () => {
    await cloud.makeConsumer("");
    const { uuid: UUID } = await cloud.map();

    await expect(
      cloud.call("lambda", "UpdateEventSourceMapping", { UUID, FunctionName: "dev-nobody" }),
    ).rejects.toMatchObject({ code: "ResourceNotFoundException" });
  });

  test("refuses by name what it would ignore", async () => {
    await cloud.makeConsumer("");
    const { uuid: UUID } = await cloud.map();

    await expect(
      cloud.call("lambda", "UpdateEventSourceMapping", { UUID, MaximumRetryAttempts: 2 }),
    ).rejects.toThrow("lambda:UpdateEventSourceMapping with MaximumRetryAttempts is not modelled");
  });
});

describe("a second mapping of the same queue and function", () => {
  test("is refused as AWS does", async () => {
    await cloud.makeConsumer("");
    const { uuid } = await cloud.map();

    await expect(cloud.map()).rejects.toMatchObject({
      code: "ResourceConflictException",
      httpStatus: 409,
      message:
        `An event source mapping with SQS arn (" ${cloud.queue.arn} ") and function (" dev-consumer ") already ` +
        `exists. Please update or delete the existing mapping with UUID ${uuid}`,
    });
  });

  test("may be one of another version", async () => {
    await cloud.makeConsumer("", { publish: true });
    await cloud.map();

    await expect(cloud.map({ function_name: "dev-consumer:1" })).resolves.toBeDefined();
  });
});

describe("aws_lambda_event_source_mapping", () => {
  test("exposes what AWS does and shows in ListEventSourceMappings", async () => {
    await cloud.makeConsumer("");
    const functionArn = "arn:aws:lambda:eu-central-1:000000000000:function:dev-consumer";

    const attributes = await cloud.map({ ...REPORTS, batch_size: 5 });
    const listed = await cloud.call("lambda", "ListEventSourceMappings", {
      FunctionName: "dev-consumer",
      EventSourceArn: cloud.queue.arn,
    });

    expect(attributes).toMatchObject({
      uuid: attributes["id"],
      arn: `arn:aws:lambda:eu-central-1:000000000000:event-source-mapping:${attributes["id"]}`,
      function_arn: functionArn,
      batch_size: 5,
      state: "Enabled",
    });
    expect(listed).toEqual({
      EventSourceMappings: [
        {
          UUID: attributes["uuid"],
          EventSourceMappingArn: attributes["arn"],
          BatchSize: 5,
          MaximumBatchingWindowInSeconds: 0,
          EventSourceArn: cloud.queue.arn,
          FunctionArn: functionArn,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
          LastModified: cloud.clock.now() / 1_000,
          LastProcessingResult: "No records processed",
          State: "Enabled",
          StateTransitionReason: "USER_INITIATED",
        },
      ],
    });
  });

  test.each([
    [
      { batch_size: 11 },
      "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    ],
    [{ batch_size: 10_001, maximum_batching_window_in_seconds: 1 }, "Batch size must be between 1 and 10000"],
    [
      { maximum_batching_window_in_seconds: 301 },
      "Maximum batching window must be between 0 and 300 seconds",
    ],
    [
      { scaling_config: { maximum_concurrency: 1 } },
      "Maximum concurrency must be between 2 and 1000; it is 1.",
    ],
  ])("refuses %j", async (config, message) => {
    await cloud.makeConsumer("");

    await expect(cloud.map(config)).rejects.toThrow(message);
  });

  test("refuses a visibility timeout below the function's timeout", async () => {
    await cloud.makeConsumer("", { timeout: 61 });

    await expect(cloud.map()).rejects.toThrow(
      "Queue visibility timeout: 60 seconds is less than Function timeout: 61 seconds",
    );
  });

  test("refuses sources that are not modelled, by name", async () => {
    await cloud.makeConsumer("");

    await expect(cloud.map({}, "arn:aws:kinesis:eu-central-1:000000000000:stream/clicks")).rejects.toThrow(
      "the event source arn:aws:kinesis:eu-central-1:000000000000:stream/clicks is not modelled",
    );
  });
});
