import { type ConsumerCloud, consumerCloud } from "./event-source-harness";

let cloud: ConsumerCloud;

beforeEach(async () => {
  cloud = await consumerCloud();
});

afterEach(async () => {
  expect(cloud.failures).toEqual([]);
  await cloud.close();
});

describe("a mapping of a queue", () => {
  test("hands messages over as AWS does, and deletes them", async () => {
    await cloud.deploy(
      "dev-consumer",
      "export const handler = async (event) => console.log(JSON.stringify(event));",
    );
    await cloud.map();
    const { MessageId } = await cloud.call("sqs", "SendMessage", {
      QueueUrl: cloud.queue.url,
      MessageBody: "hello",
      MessageAttributes: {
        kind: { DataType: "String", StringValue: "greeting" },
        seal: { DataType: "Binary", BinaryValue: "AQI=" },
      },
      MessageSystemAttributes: {
        AWSTraceHeader: { DataType: "String", StringValue: "Root=1-67891233-abcdef012345678912345678" },
      },
    });
    await cloud.work.settle();

    const logged = (await cloud.logsOf("dev-consumer")).find(({ message }) => message.includes("\tINFO\t"));
    expect(JSON.parse(logged?.message.split("\t")[3] ?? "")).toEqual({
      Records: [
        {
          messageId: MessageId,
          receiptHandle: expect.any(String),
          body: "hello",
          attributes: {
            ApproximateReceiveCount: "1",
            SentTimestamp: String(cloud.clock.now()),
            SenderId: expect.any(String),
            ApproximateFirstReceiveTimestamp: String(cloud.clock.now()),
            AWSTraceHeader: "Root=1-67891233-abcdef012345678912345678",
          },
          messageAttributes: {
            kind: {
              stringValue: "greeting",
              stringListValues: [],
              binaryListValues: [],
              dataType: "String",
            },
            seal: { binaryValue: "AQI=", stringListValues: [], binaryListValues: [], dataType: "Binary" },
          },
          md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
          md5OfBody: "5d41402abc4b2a76b9719d911017c592",
          eventSource: "aws:sqs",
          eventSourceARN: cloud.queue.arn,
          awsRegion: "eu-central-1",
        },
      ],
    });
    expect(await cloud.counts()).toEqual([0, 0]);
  });

  test("takes what waited before it was made", async () => {
    await cloud.makeConsumer("");
    await cloud.send("early");
    await cloud.map();
    await cloud.work.settle();

    expect(await cloud.batches()).toEqual([["early"]]);
  });

  test.each([
    [1, [["1"], ["2"], ["3"]]],
    [2, [["1", "2"], ["3"]]],
    [10, [["1", "2", "3"]]],
  ])("makes batches of up to %i", async (batch_size, expected) => {
    await cloud.makeConsumer("");
    await cloud.map({ batch_size });
    await cloud.send("1", "2", "3");
    await cloud.work.settle();

    expect(await cloud.batches()).toEqual(expected);
    expect(await cloud.counts()).toEqual([0, 0]);
  });

  test("gathers messages during its window", async () => {
    await cloud.makeConsumer("");
    await cloud.map({ batch_size: 100, maximum_batching_window_in_seconds: 5 });
    await cloud.send("1");
    const sending = cloud.clock.now() + 3_000;
    cloud.clock.at(sending, () => cloud.work.spawn("send", () => cloud.send("2")), "in-flight");
    await cloud.work.settle();

    expect(await cloud.batches()).toEqual([["1", "2"]]);
    expect(cloud.clock.now()).toBe(sending + 2_000);
  });

  test("closes its window when the batch is full", async () => {
    await cloud.makeConsumer("");
    await cloud.map({ batch_size: 2, maximum_batching_window_in_seconds: 300 });
    const startMs = cloud.clock.now();
    await cloud.send("1", "2");
    await cloud.work.settle();

    expect(await cloud.batches()).toEqual([["1", "2"]]);
    expect(cloud.clock.now()).toBe(startMs);
  });

  test("does not pass its maximum concurrency, and leaves the rest in the queue", async () => {
    await cloud.makeConsumer("await new Promise((resolve) => setTimeout(resolve, 5_000));");
    await cloud.map({ batch_size: 1, scaling_config: { maximum_concurrency: 2 } });
    const startMs = cloud.clock.now();
    await cloud.send("1", "2", "3", "4", "5");
    const seen: number[][] = [];
    cloud.clock.at(
      startMs + 2_500,
      () => cloud.work.spawn("look", async () => void seen.push(await cloud.counts())),
      "in-flight",
    );
    await cloud.work.settle();

    expect(seen).toEqual([[3, 2]]);
    expect(cloud.clock.now() - startMs).toBe(15_000);
    expect(await cloud.counts()).toEqual([0, 0]);
  });

  test("leaves messages in the queue while the function has no concurrency", async () => {
    await cloud.makeConsumer("", { reserved_concurrent_executions: 0 });
    await cloud.map();
    await cloud.send("1");
    await cloud.work.advance(600_000);
    expect(await cloud.counts()).toEqual([1, 0]);

    await cloud.call("lambda", "DeleteFunctionConcurrency", { FunctionName: "dev-consumer" });
    await cloud.work.settle();

    expect(await cloud.batches()).toEqual([["1"]]);
  });

  test("keeps the order of a FIFO queue's groups", async () => {
    cloud.queue = await cloud.makeQueue("dev-orders.fifo", {
      fifo_queue: true,
      content_based_deduplication: true,
    });
    await cloud.makeConsumer("await new Promise((resolve) => setTimeout(resolve, 1_000));");
    await cloud.map({ batch_size: 2 });
    for (const MessageBody of ["a1", "a2", "a3", "a4", "a5"]) {
      await cloud.call("sqs", "SendMessage", { QueueUrl: cloud.queue.url, MessageBody, MessageGroupId: "a" });
    }
    await cloud.work.settle();

    expect(await cloud.batches()).toEqual([["a1", "a2"], ["a3", "a4"], ["a5"]]);
  });

  test("shows its way in the trace of each message", async () => {
    await cloud.makeConsumer("");
    await cloud.map();
    await cloud.send("order 4711", "order 4712");
    await cloud.work.settle();

    for (const body of ["order 4711", "order 4712"]) {
      expect(cloud.kernel.traces.find(body)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ action: "sqs:SendMessage", label: "orders" }),
          expect.objectContaining({
            from: "orders",
            action: "lambda:InvokeFunction",
            label: "consumer",
            outcome: "ok",
          }),
        ]),
      );
    }
  });
});

describe("filter criteria", () => {
  const filter = (...patterns: object[]) => ({
    filter_criteria: { filter: patterns.map((pattern) => ({ pattern: JSON.stringify(pattern) })) },
  });

  test("let matching bodies pass and drop the others", async () => {
    await cloud.makeConsumer("");
    await cloud.map(
      filter({ body: { type: ["order"], total: [{ numeric: [">", 10] }] } }, { body: { vip: [true] } }),
    );
    await cloud.send('{"type":"order","total":11}', '{"type":"order","total":9}', '{"vip":true}', "no json");
    await cloud.work.settle();

    expect(await cloud.batches()).toEqual([['{"type":"order","total":11}', '{"vip":true}']]);
    expect(await cloud.counts()).toEqual([0, 0]);
  });

  test("match texts as texts", async () => {
    await cloud.makeConsumer("");
    await cloud.map(filter({ body: [{ prefix: "go" }] }));
    await cloud.send("go on", "stop", '{"go":1}');
    await cloud.work.settle();

    expect(await cloud.batches()).toEqual([["go on"]]);
  });

  test("that are no pattern are refused", async () => {
    await cloud.makeConsumer("");

    await expect(cloud.map({ filter_criteria: { filter: { pattern: "[1]" } } })).rejects.toThrow(
      "Invalid filter pattern definition. ([1])",
    );
  });
});
