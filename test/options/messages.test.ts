import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { DeleteQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { LocalCloud } from "../../local/cloud";
import { optionsStacks } from "./app";
import { recorded } from "./recorded";

const stacks = optionsStacks({ only: ["messages"] });

let cloud: LocalCloud;
let sqs: SQSClient;
let sns: SNSClient;

beforeEach(async () => {
  cloud = await LocalCloud.fromStacks(stacks, { clock: "virtual", seed: 7 });
  const client = {
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  sqs = new SQSClient(client);
  sns = new SNSClient(client);
});

afterEach(() => cloud.close());

const nameOf = (name: string) => `options-messages-${name}`;
const urlOf = (name: string) => `${cloud.endpoint}/${cloud.accountId}/${nameOf(name)}`;

const send = (queue: string, MessageBody: string) =>
  sqs.send(
    new SendMessageCommand({
      QueueUrl: urlOf(queue),
      MessageBody,
      ...(queue.endsWith(".fifo") ? { MessageGroupId: "one" } : {}),
    }),
  );

/** When a function was invoked, in seconds after `sinceMs`, and with which messages. */
const invocations = (name: string, sinceMs: number) =>
  recorded(cloud, nameOf(name)).map(({ atMs, event }) => ({
    second: (atMs - sinceMs) / 1000,
    bodies: (event.Records as { body: string }[]).map(({ body }) => body),
  }));

describe("a queue's consumer", () => {
  test("gets in one batch what came within its window", async () => {
    const sinceMs = cloud.nowMs;
    await send("gathered", "a");
    await cloud.advance("20s");
    await send("gathered", "b");
    await cloud.advance("60s");

    // The queue holds each message back for 5 s, then the window of 30 s begins.
    expect(invocations("gather", sinceMs)).toEqual([{ second: 35, bodies: ["a", "b"] }]);
  });

  test("is called for what its filters find in the body; the rest is deleted", async () => {
    const sinceMs = cloud.nowMs;
    const paid = '{"kind":"paid"}';
    const large = '{"order":{"cents":10000}}';
    for (const body of [paid, '{"kind":"draft"}', large, '{"order":{"cents":9999}}', "paid"]) {
      await send("sifted", body);
    }
    await cloud.advance("10m");

    expect(invocations("sift", sinceMs).flatMap(({ bodies }) => bodies)).toEqual([paid, large]);
    expect(cloud.queue(nameOf("sifted")).messages).toEqual([]);
    expect(cloud.queue(nameOf("sifted-dlq")).messages).toEqual([]);
  });

  test("works so many batches at once and no more", async () => {
    const sinceMs = cloud.nowMs;
    for (const body of ["a", "b", "c", "d", "e"]) await send("levelled", body);
    await cloud.advance("1m");

    const all = invocations("level", sinceMs);
    expect(all.map(({ bodies }) => bodies.length)).toEqual([1, 1, 1, 1, 1]);
    expect(all.map(({ second }) => second)).toEqual([0, 0, 5, 5, 10]);
  });

  test("of a FIFO queue gets a group in order, and what it fails twice is given up", async () => {
    await send("ordered.fifo", "a");
    await send("ordered.fifo", "a");
    await send("ordered.fifo", "b");
    await cloud.advance("10m");

    expect(cloud.queue(nameOf("ordered.fifo")).messages).toHaveLength(0);
    expect(cloud.queue(nameOf("ordered-dlq.fifo")).messages.map(({ body }) => body)).toEqual(["a", "b"]);
    expect(recorded(cloud, nameOf("order"))).toHaveLength(2);
  });
});

describe("a topic's subscriber", () => {
  const publish = (order: object, kind?: string) =>
    sns.send(
      new PublishCommand({
        TopicArn: String(cloud.outputs()["topic_arn"]),
        Message: JSON.stringify({ order }),
        ...(kind === undefined
          ? {}
          : { MessageAttributes: { kind: { DataType: "String", StringValue: kind } } }),
      }),
    );

  const taken = (name: string) =>
    recorded(cloud, nameOf(`take-by-${name}`)).map(({ event }) => event.Records[0]);

  test("gets what its filter finds in the attributes, as it was published", async () => {
    await publish({ id: 1 }, "paid");
    await publish({ id: 2 }, "refund-partial");
    await publish({ id: 3 }, "draft");
    await publish({ id: 4 });
    await cloud.settle();

    expect(taken("attributes").map(({ body }) => body)).toEqual(['{"order":{"id":1}}', '{"order":{"id":2}}']);
    expect(taken("attributes")[0].messageAttributes).toMatchObject({
      kind: { stringValue: "paid", dataType: "String" },
    });
    expect(taken("body")).toEqual([]);
  });

  test("gets what its filter finds in the body, in SNS's envelope", async () => {
    await publish({ cents: 10_000 });
    await publish({ cents: 9_999 });
    await publish({ total: 10_000 });
    await cloud.settle();

    expect(taken("body").map(({ body }) => JSON.parse(body))).toEqual([
      expect.objectContaining({
        Type: "Notification",
        TopicArn: cloud.outputs()["topic_arn"],
        Message: '{"order":{"cents":10000}}',
      }),
    ]);
    expect(taken("attributes")).toEqual([]);
  });

  test("that is gone leaves its messages in the dead-letter queue of the subscription", async () => {
    await sqs.send(new DeleteQueueCommand({ QueueUrl: urlOf("by-attributes") }));

    await publish({ id: 1 }, "paid");
    await publish({ id: 2 }, "draft");
    await cloud.settle();

    const undelivered = cloud.queue(nameOf("by-attributes-subscription-dlq")).messages;
    expect(undelivered.map(({ body }) => body)).toEqual(['{"order":{"id":1}}']);
  });
});
