import { bodies, errorOf, sqsHarness } from "./sqs-harness";

const text = (StringValue: string) => ({ DataType: "String", StringValue });

/** Attributes with the digests that AWS gave for them. */
const KENOBI = { Hello: text("There"), General: text("Kenobi"), "Help.Me": text("Me") };
const KENOBI_MD5 = "4c360f3fdafd970e05fae2f149d997f5";

describe("ReceiveMessage", () => {
  it("gives bodies in order of arrival, up to the number asked for", async () => {
    const { create, send, receive } = sqsHarness();
    const url = await create("q");
    for (const body of ["a", "b", "c"]) await send(url, body);

    expect(bodies(await receive(url, { MaxNumberOfMessages: 2 }))).toEqual(["a", "b"]);
    expect(bodies(await receive(url))).toEqual(["c"]);
    expect(await receive(url)).toEqual([]);
  });

  it("gives one message unless asked for more, and no attributes unless asked for", async () => {
    const { create, send, call } = sqsHarness();
    const url = await create("q");
    await send(url, "msg", { MessageAttributes: KENOBI });
    await send(url, "msg");

    expect(await call("ReceiveMessage", { QueueUrl: url })).toEqual({
      Messages: [
        {
          MessageId: expect.any(String),
          ReceiptHandle: expect.any(String),
          MD5OfBody: "6e2baaf3b97dbeef01c0043275f9a0e7",
          Body: "msg",
        },
      ],
    });
  });

  it.each<[string, readonly string[], readonly string[], string | undefined]>([
    ["All", ["All"], ["General", "Hello", "Help.Me"], KENOBI_MD5],
    ["everything by prefix", [".*"], ["General", "Hello", "Help.Me"], KENOBI_MD5],
    ["names", ["General", "Hello"], ["General", "Hello"], "fca026605781cb4126a1e9044df24232"],
    ["one name beside an unknown one", ["Hello", "Other"], ["Hello"], "a311262e065454b75da111d535b8dacd"],
    ["a prefix", ["Hel.*"], ["Hello", "Help.Me"], "83fee93c1bcd8b9a5a923ffacdc636c7"],
    ["an unknown name", ["Other"], [], undefined],
  ])("selects attributes by %s and digests those it gives", async (_name, names, given, md5) => {
    const { create, send, receive } = sqsHarness();
    const url = await create("q");
    await send(url, "msg", { MessageAttributes: KENOBI });

    const [message] = await receive(url, { MessageAttributeNames: names });

    expect(Object.keys(message?.MessageAttributes ?? {}).sort()).toEqual(given);
    expect(message?.MD5OfMessageAttributes).toBe(md5);
  });

  it("gives system attributes under both of their parameter names", async () => {
    const { create, send, receive, kernel, work } = sqsHarness();
    const url = await create("q", { VisibilityTimeout: "0" });
    const sentAtMs = kernel.clock.now();
    await send(url, "msg", { MessageGroupId: "tenant-1" });
    await work.advance(1_500);

    const [all] = await receive(url, { MessageSystemAttributeNames: ["All"] });
    const [some] = await receive(url, { AttributeNames: ["ApproximateReceiveCount", "MessageGroupId"] });

    expect(all?.Attributes).toEqual({
      SenderId: expect.stringMatching(/^AIDA/),
      SentTimestamp: String(sentAtMs),
      ApproximateReceiveCount: "1",
      ApproximateFirstReceiveTimestamp: String(sentAtMs + 1_500),
      MessageGroupId: "tenant-1",
    });
    expect(some?.Attributes).toEqual({ ApproximateReceiveCount: "2", MessageGroupId: "tenant-1" });
  });

  it("keeps the trace of a caller that has one, and a trace header that the sender sets", async () => {
    const { create, send, receive, kernel } = sqsHarness();
    const url = await create("q");
    const traceId = "1-5759e988-bd862e3fe1be46a994272793";
    const names = { AttributeNames: ["AWSTraceHeader"] };

    await kernel.calls.perform(
      { type: "operator" },
      "sqs",
      "SendMessage",
      { QueueUrl: url, MessageBody: "a" },
      { traceId },
    );
    await send(url, "b", { MessageSystemAttributes: { AWSTraceHeader: text("Root=1-x;Parent=y") } });
    await send(url, "c");

    const headers = (await receive(url, names)).map(({ Attributes }) => Attributes?.["AWSTraceHeader"]);
    expect(headers).toEqual([`Root=${traceId};Sampled=1`, "Root=1-x;Parent=y", undefined]);
  });

  it("hides a message until its visibility timeout is over", async () => {
    const { create, send, receive, work } = sqsHarness();
    const url = await create("q", { VisibilityTimeout: "30" });
    await send(url, "a");
    await receive(url);

    await work.advance(29_999);
    expect(await receive(url)).toEqual([]);
    await work.advance(1);
    expect(bodies(await receive(url, { VisibilityTimeout: 5 }))).toEqual(["a"]);
    await work.advance(5_000);
    expect(bodies(await receive(url))).toEqual(["a"]);
  });

  it("gives a delayed message when its delay is over", async () => {
    const { create, send, receive, work } = sqsHarness();
    const url = await create("q", { DelaySeconds: "10" });
    await send(url, "by queue");
    await send(url, "by message", { DelaySeconds: 5 });
    await send(url, "at once", { DelaySeconds: 0 });

    expect(bodies(await receive(url))).toEqual(["at once"]);
    await work.advance(5_000);
    expect(bodies(await receive(url))).toEqual(["by message"]);
    await work.advance(5_000);
    expect(bodies(await receive(url))).toEqual(["by queue"]);
  });

  it("forgets messages at the end of their retention, those in flight too", async () => {
    const { create, send, receive, service, work } = sqsHarness();
    const url = await create("q", { MessageRetentionPeriod: "60", VisibilityTimeout: "600" });
    await send(url, "received");
    await receive(url);
    await work.advance(30_000);
    await send(url, "waiting");

    await work.advance(29_999);
    expect(service.inspect("q")?.messages).toHaveLength(2);
    await work.advance(1);
    expect(service.inspect("q")?.messages.map(({ body }) => body)).toEqual(["waiting"]);
    await work.advance(30_000);
    expect(await receive(url)).toEqual([]);
    expect(service.inspect("q")?.messages).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["MaxNumberOfMessages", { MaxNumberOfMessages: 11 }, "Must be between 1 and 10, if provided."],
    ["MaxNumberOfMessages", { MaxNumberOfMessages: 0 }, "Must be between 1 and 10, if provided."],
    ["WaitTimeSeconds", { WaitTimeSeconds: 21 }, "Must be >= 0 and <= 20, if provided."],
    ["VisibilityTimeout", { VisibilityTimeout: 43_201 }, "Must be between 0 and 43200, if provided."],
  ])("refuses %s %j", async (parameter, more, reason) => {
    const { create, receive } = sqsHarness();
    const url = await create("q");

    expect(await errorOf(receive(url, more))).toEqual({
      code: "InvalidParameterValueException",
      message: `Value ${Object.values(more)[0]} for parameter ${parameter} is invalid. Reason: ${reason}`,
    });
  });
});
