import type { AccessRequest } from "../../local/kernel/policy";
import { sqs } from "../../local/services/sqs/index";
import { type LambdaCloud, lambdaCloud } from "./lambda-cloud";

/** Actions that the function's role lacks. */
let lacking: Set<string>;
let cloud: LambdaCloud;
let queue: { url: string; arn: string };

beforeEach(async () => {
  lacking = new Set();
  cloud = lambdaCloud([sqs], {
    authorizer: {
      denial: (_principal, { action }: AccessRequest) =>
        lacking.has(action) ? `the role lacks ${action}` : undefined,
    },
  });
  queue = await makeQueue("dev-orders");
});

afterEach(async () => {
  expect(cloud.failures).toEqual([]);
  await cloud.close();
});

async function makeQueue(name: string, more: object = {}) {
  const attributes = await cloud.provision("aws_sqs_queue", {
    name,
    visibility_timeout_seconds: 60,
    ...more,
  });
  return { url: String(attributes["url"]), arn: String(attributes["arn"]) };
}

/** A consumer that logs the bodies of each batch, then does what `body` says. */
async function makeConsumer(body: string, more: object = {}) {
  await cloud.deploy(
    "dev-consumer",
    `export const handler = async (event) => {
      const bodies = event.Records.map((record) => record.body);
      process.stdout.write(JSON.stringify(bodies) + "\\n");
      ${body}
    };`,
    { timeout: 10, ...more },
  );
}

const map = (more: object = {}, source = queue.arn) =>
  cloud.provision("aws_lambda_event_source_mapping", {
    event_source_arn: source,
    function_name: "dev-consumer",
    ...more,
  });

const send = async (...bodies: string[]) => {
  for (const MessageBody of bodies) {
    await cloud.call("sqs", "SendMessage", { QueueUrl: queue.url, MessageBody });
  }
};

/** The batches that the consumer got, in order. */
const batches = async () =>
  (await cloud.logsOf("dev-consumer"))
    .filter(({ message }) => message.startsWith("["))
    .map(({ message }) => JSON.parse(message));

const counts = async (url = queue.url) => {
  const { Attributes } = await cloud.call<{ Attributes: Record<string, string> }>(
    "sqs",
    "GetQueueAttributes",
    { QueueUrl: url, AttributeNames: ["All"] },
  );
  return [
    Number(Attributes["ApproximateNumberOfMessages"]),
    Number(Attributes["ApproximateNumberOfMessagesNotVisible"]),
  ];
};

const REPORTS = { function_response_types: ["ReportBatchItemFailures"] };

describe("a mapping of a queue", () => {
  test("hands messages over as AWS does, and deletes them", async () => {
    await cloud.deploy(
      "dev-consumer",
      "export const handler = async (event) => console.log(JSON.stringify(event));",
    );
    await map();
    const { MessageId } = await cloud.call("sqs", "SendMessage", {
      QueueUrl: queue.url,
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
          eventSourceARN: queue.arn,
          awsRegion: "eu-central-1",
        },
      ],
    });
    expect(await counts()).toEqual([0, 0]);
  });

  test("takes what waited before it was made", async () => {
    await makeConsumer("");
    await send("early");
    await map();
    await cloud.work.settle();

    expect(await batches()).toEqual([["early"]]);
  });

  test.each([
    [1, [["1"], ["2"], ["3"]]],
    [2, [["1", "2"], ["3"]]],
    [10, [["1", "2", "3"]]],
  ])("makes batches of up to %i", async (batch_size, expected) => {
    await makeConsumer("");
    await map({ batch_size });
    await send("1", "2", "3");
    await cloud.work.settle();

    expect(await batches()).toEqual(expected);
    expect(await counts()).toEqual([0, 0]);
  });

  test("gathers messages during its window", async () => {
    await makeConsumer("");
    await map({ batch_size: 100, maximum_batching_window_in_seconds: 5 });
    await send("1");
    const sending = cloud.clock.now() + 3_000;
    cloud.clock.at(sending, () => cloud.work.spawn("send", () => send("2")), "in-flight");
    await cloud.work.settle();

    expect(await batches()).toEqual([["1", "2"]]);
    expect(cloud.clock.now()).toBe(sending + 2_000);
  });

  test("closes its window when the batch is full", async () => {
    await makeConsumer("");
    await map({ batch_size: 2, maximum_batching_window_in_seconds: 300 });
    const startMs = cloud.clock.now();
    await send("1", "2");
    await cloud.work.settle();

    expect(await batches()).toEqual([["1", "2"]]);
    expect(cloud.clock.now()).toBe(startMs);
  });

  test("leaves the batch to the visibility timeout when the function fails", async () => {
    await makeConsumer("if (!globalThis.failed) { globalThis.failed = true; throw new Error('no'); }");
    await map();
    await send("1", "2");
    await cloud.work.settle();
    expect(await batches()).toEqual([["1", "2"]]);
    expect(await counts()).toEqual([0, 2]);

    await cloud.work.advance(59_999);
    expect(await batches()).toHaveLength(1);
    await cloud.work.advance(1);

    expect(await batches()).toEqual([
      ["1", "2"],
      ["1", "2"],
    ]);
    expect(await counts()).toEqual([0, 0]);
  });

  test.each(["process.exit(1);", "await new Promise(() => {});"])(
    "loses nothing to a handler that does %s",
    async (disaster) => {
      await makeConsumer(`if (event.Records[0].attributes.ApproximateReceiveCount === "1") { ${disaster} }`);
      await map();
      await send("1");
      await cloud.work.settle();
      expect(await counts()).toEqual([0, 1]);

      await cloud.work.advance(60_000);

      expect(await batches()).toEqual([["1"], ["1"]]);
      expect(await counts()).toEqual([0, 0]);
    },
  );

  test("moves what keeps failing to the dead-letter queue, and the rest of the batch not", async () => {
    const dead = await makeQueue("dev-orders-dlq");
    queue = await makeQueue("dev-checkout", {
      redrive_policy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 }),
    });
    await makeConsumer(
      `return { batchItemFailures: event.Records.filter(({ body }) => body === "poison")
        .map(({ messageId }) => ({ itemIdentifier: messageId })) };`,
    );
    await map(REPORTS);
    await send("good", "poison", "fine");
    await cloud.work.advance(600_000);

    expect(await batches()).toEqual([["good", "poison", "fine"], ["poison"], ["poison"]]);
    expect(await counts()).toEqual([0, 0]);
    expect(await counts(dead.url)).toEqual([1, 0]);
  });

  test("takes partial failures for success unless it reports them", async () => {
    await makeConsumer("return { batchItemFailures: [{ itemIdentifier: event.Records[0].messageId }] };");
    await map();
    await send("1", "2");
    await cloud.work.settle();

    expect(await counts()).toEqual([0, 0]);
  });

  test("does not pass its maximum concurrency, and leaves the rest in the queue", async () => {
    await makeConsumer("await new Promise((resolve) => setTimeout(resolve, 5_000));");
    await map({ batch_size: 1, scaling_config: { maximum_concurrency: 2 } });
    const startMs = cloud.clock.now();
    await send("1", "2", "3", "4", "5");
    const seen: number[][] = [];
    cloud.clock.at(
      startMs + 2_500,
      () => cloud.work.spawn("look", async () => void seen.push(await counts())),
      "in-flight",
    );
    await cloud.work.settle();

    expect(seen).toEqual([[3, 2]]);
    expect(cloud.clock.now() - startMs).toBe(15_000);
    expect(await counts()).toEqual([0, 0]);
  });

  test("leaves messages in the queue while the function has no concurrency", async () => {
    await makeConsumer("", { reserved_concurrent_executions: 0 });
    await map();
    await send("1");
    await cloud.work.advance(600_000);
    expect(await counts()).toEqual([1, 0]);

    await cloud.call("lambda", "DeleteFunctionConcurrency", { FunctionName: "dev-consumer" });
    await cloud.work.settle();

    expect(await batches()).toEqual([["1"]]);
  });

  test("keeps the order of a FIFO queue's groups", async () => {
    queue = await makeQueue("dev-orders.fifo", { fifo_queue: true, content_based_deduplication: true });
    await makeConsumer("await new Promise((resolve) => setTimeout(resolve, 1_000));");
    await map({ batch_size: 2 });
    for (const MessageBody of ["a1", "a2", "a3", "a4", "a5"]) {
      await cloud.call("sqs", "SendMessage", { QueueUrl: queue.url, MessageBody, MessageGroupId: "a" });
    }
    await cloud.work.settle();

    expect(await batches()).toEqual([["a1", "a2"], ["a3", "a4"], ["a5"]]);
  });

  test("shows its way in the trace of each message", async () => {
    await makeConsumer("");
    await map();
    await send("order 4711", "order 4712");
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
    await makeConsumer("");
    await map(
      filter({ body: { type: ["order"], total: [{ numeric: [">", 10] }] } }, { body: { vip: [true] } }),
    );
    await send('{"type":"order","total":11}', '{"type":"order","total":9}', '{"vip":true}', "no json");
    await cloud.work.settle();

    expect(await batches()).toEqual([['{"type":"order","total":11}', '{"vip":true}']]);
    expect(await counts()).toEqual([0, 0]);
  });

  test("match texts as texts", async () => {
    await makeConsumer("");
    await map(filter({ body: [{ prefix: "go" }] }));
    await send("go on", "stop", '{"go":1}');
    await cloud.work.settle();

    expect(await batches()).toEqual([["go on"]]);
  });

  test("that are no pattern are refused", async () => {
    await makeConsumer("");

    await expect(map({ filter_criteria: { filter: { pattern: "[1]" } } })).rejects.toThrow(
      "Invalid filter pattern definition. ([1])",
    );
  });
});

describe("the permissions of a mapping", () => {
  test.each(["sqs:ReceiveMessage", "sqs:GetQueueAttributes"])(
    "without %s leave the messages, say why and recover",
    async (action) => {
      await makeConsumer("");
      const { uuid } = await map();
      lacking.add(action);
      await send("1");
      await cloud.work.settle();

      expect(cloud.kernel.calls.denials).toMatchObject([
        {
          principal: "arn:aws:iam::000000000000:role/dev-consumer",
          action,
          reason: `the role lacks ${action}`,
        },
      ]);
      expect(await cloud.call("lambda", "GetEventSourceMapping", { UUID: uuid })).toMatchObject({
        LastProcessingResult: `PROBLEM: the role lacks ${action}`,
      });
      expect(await counts()).toEqual([1, 0]);

      lacking.clear();
      await cloud.work.advance(60_000);
      expect(await batches()).toEqual([["1"]]);
    },
  );

  test("without sqs:DeleteMessage process a message again and again", async () => {
    await makeConsumer("");
    await map();
    lacking.add("sqs:DeleteMessage");
    await send("1");
    await cloud.work.advance(61_000);

    expect(await batches()).toEqual([["1"], ["1"]]);
    lacking.clear();
    await cloud.work.advance(120_000);
    expect(await counts()).toEqual([0, 0]);
  });
});

describe("UpdateEventSourceMapping", () => {
  test("switches a consumer off and on without loss", async () => {
    await makeConsumer("");
    const { uuid: UUID } = await map();

    expect(await cloud.call("lambda", "UpdateEventSourceMapping", { UUID, Enabled: false })).toMatchObject({
      State: "Disabled",
    });
    await send("1");
    await cloud.work.advance(3_600_000);
    expect(await counts()).toEqual([1, 0]);

    await cloud.call("lambda", "UpdateEventSourceMapping", { UUID, Enabled: true });
    await cloud.work.settle();
    expect(await batches()).toEqual([["1"]]);
  });

  test("changes the batches", async () => {
    await makeConsumer("");
    const { uuid: UUID } = await map();

    await cloud.call("lambda", "UpdateEventSourceMapping", { UUID, BatchSize: 1 });
    await send("1", "2");
    await cloud.work.settle();

    expect(await batches()).toEqual([["1"], ["2"]]);
  });
});

describe("aws_lambda_event_source_mapping", () => {
  test("exposes what AWS does and shows in ListEventSourceMappings", async () => {
    await makeConsumer("");
    const functionArn = "arn:aws:lambda:eu-central-1:000000000000:function:dev-consumer";

    const attributes = await map({ ...REPORTS, batch_size: 5 });
    const listed = await cloud.call("lambda", "ListEventSourceMappings", {
      FunctionName: "dev-consumer",
      EventSourceArn: queue.arn,
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
          EventSourceArn: queue.arn,
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
    await makeConsumer("");

    await expect(map(config)).rejects.toThrow(message);
  });

  test("refuses a visibility timeout below the function's timeout", async () => {
    await makeConsumer("", { timeout: 61 });

    await expect(map()).rejects.toThrow(
      "Queue visibility timeout: 60 seconds is less than Function timeout: 61 seconds",
    );
  });

  test("refuses sources that are not modelled, by name", async () => {
    await makeConsumer("");

    await expect(map({}, "arn:aws:kinesis:eu-central-1:000000000000:stream/clicks")).rejects.toThrow(
      "the event source arn:aws:kinesis:eu-central-1:000000000000:stream/clicks is not modelled",
    );
  });
});
