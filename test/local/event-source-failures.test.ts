import { type ConsumerCloud, consumerCloud, REPORTS } from "./event-source-harness";

let cloud: ConsumerCloud;

beforeEach(async () => {
  cloud = await consumerCloud();
});

afterEach(async () => {
  expect(cloud.failures).toEqual([]);
  await cloud.close();
});

describe("a consumer that fails", () => {
  test("leaves the batch to the visibility timeout when the function fails", async () => {
    await cloud.makeConsumer("if (!globalThis.failed) { globalThis.failed = true; throw new Error('no'); }");
    await cloud.map();
    await cloud.send("1", "2");
    await cloud.work.settle();
    expect(await cloud.batches()).toEqual([["1", "2"]]);
    expect(await cloud.counts()).toEqual([0, 2]);

    await cloud.work.advance(59_999);
    expect(await cloud.batches()).toHaveLength(1);
    await cloud.work.advance(1);

    expect(await cloud.batches()).toEqual([
      ["1", "2"],
      ["1", "2"],
    ]);
    expect(await cloud.counts()).toEqual([0, 0]);
  });

  test.each(["process.exit(1);", "await new Promise(() => {});"])(
    "loses nothing to a handler that does %s",
    async (disaster) => {
      await cloud.makeConsumer(
        `if (event.Records[0].attributes.ApproximateReceiveCount === "1") { ${disaster} }`,
      );
      await cloud.map();
      await cloud.send("1");
      await cloud.work.settle();
      expect(await cloud.counts()).toEqual([0, 1]);

      await cloud.work.advance(60_000);

      expect(await cloud.batches()).toEqual([["1"], ["1"]]);
      expect(await cloud.counts()).toEqual([0, 0]);
    },
  );

  test("moves what keeps failing to the dead-letter queue, and the rest of the batch not", async () => {
    const dead = await cloud.makeQueue("dev-orders-dlq");
    cloud.queue = await cloud.makeQueue("dev-checkout", {
      redrive_policy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 }),
    });
    await cloud.makeConsumer(
      `return { batchItemFailures: event.Records.filter(({ body }) => body === "poison")
        .map(({ messageId }) => ({ itemIdentifier: messageId })) };`,
    );
    await cloud.map(REPORTS);
    await cloud.send("good", "poison", "fine");
    await cloud.work.advance(600_000);

    expect(await cloud.batches()).toEqual([["good", "poison", "fine"], ["poison"], ["poison"]]);
    expect(await cloud.counts()).toEqual([0, 0]);
    expect(await cloud.counts(dead.url)).toEqual([1, 0]);
  });

  test("takes partial failures for success unless it reports them", async () => {
    await cloud.makeConsumer(
      "return { batchItemFailures: [{ itemIdentifier: event.Records[0].messageId }] };",
    );
    await cloud.map();
    await cloud.send("1", "2");
    await cloud.work.settle();

    expect(await cloud.counts()).toEqual([0, 0]);
  });
});

describe("the permissions of a mapping", () => {
  test.each(["sqs:ReceiveMessage", "sqs:GetQueueAttributes"])(
    "without %s leave the messages, say why and recover",
    async (action) => {
      await cloud.makeConsumer("");
      const { uuid } = await cloud.map();
      cloud.lacking.add(action);
      await cloud.send("1");
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
      expect(await cloud.counts()).toEqual([1, 0]);

      cloud.lacking.clear();
      await cloud.work.advance(60_000);
      expect(await cloud.batches()).toEqual([["1"]]);
    },
  );

  test("without sqs:DeleteMessage process a message again and again", async () => {
    await cloud.makeConsumer("");
    await cloud.map();
    cloud.lacking.add("sqs:DeleteMessage");
    await cloud.send("1");
    await cloud.work.advance(61_000);

    expect(await cloud.batches()).toEqual([["1"], ["1"]]);
    cloud.lacking.clear();
    await cloud.work.advance(120_000);
    expect(await cloud.counts()).toEqual([0, 0]);
  });
});
