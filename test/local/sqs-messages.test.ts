import { bodies, errorOf, sqsHarness } from "./sqs-harness";

const text = (StringValue: string) => ({ DataType: "String", StringValue });

/** Attributes with the digests that AWS gave for them. */
const KENOBI = { Hello: text("There"), General: text("Kenobi"), "Help.Me": text("Me") };
const KENOBI_MD5 = "4c360f3fdafd970e05fae2f149d997f5";

describe("SendMessage", () => {
  it("answers with the digests that SDKs compare", async () => {
    const { create, send } = sqsHarness();
    const url = await create("q");

    const sent = await send(url, "msg", {
      MessageAttributes: KENOBI,
      MessageSystemAttributes: { AWSTraceHeader: text("Root=1-5759e988-bd862e3fe1be46a994272793") },
    });

    expect(sent).toEqual({
      MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      MD5OfMessageBody: "6e2baaf3b97dbeef01c0043275f9a0e7",
      MD5OfMessageAttributes: KENOBI_MD5,
      MD5OfMessageSystemAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it("digests binary attributes by their bytes", async () => {
    const { create, send } = sqsHarness();
    const url = await create("q");
    const value = "traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01";

    const sent = await send(url, "test", {
      MessageAttributes: {
        attr1: { DataType: "Binary", BinaryValue: Buffer.from(value).toString("base64") },
      },
    });

    expect(sent.MD5OfMessageAttributes).toBe("8cbe4db156db8a94db8b801b7addb984");
  });

  it.each<[string, string, object, string, string]>([
    [
      "an empty body",
      "",
      {},
      "MissingRequiredParameterException",
      "The request must contain the parameter MessageBody.",
    ],
    [
      "a control character",
      "a\u0000b",
      {},
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    ],
    [
      "a delay over 15 minutes",
      "a",
      { DelaySeconds: 901 },
      "InvalidParameterValueException",
      "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.",
    ],
    [
      "a deduplication id on a standard queue",
      "a",
      { MessageDeduplicationId: "x" },
      "InvalidParameterValueException",
      "Value x for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.",
    ],
    [
      "eleven attributes",
      "a",
      { MessageAttributes: Object.fromEntries([...Array(11).keys()].map((n) => [`a${n}`, text("x")])) },
      "InvalidParameterValueException",
      "Number of message attributes [11] exceeds the allowed maximum [10].",
    ],
    [
      "an empty attribute",
      "a",
      { MessageAttributes: { ErrorDetails: text("") } },
      "InvalidParameterValueException",
      "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
    ],
    [
      "a number that is none",
      "a",
      { MessageAttributes: { n: { DataType: "Number", StringValue: "many" } } },
      "InvalidParameterValueException",
      "Can't cast the value of message (user) attribute 'n' to a number.",
    ],
    [
      "an unknown attribute type",
      "a",
      { MessageAttributes: { n: { DataType: "Text", StringValue: "x" } } },
      "InvalidParameterValueException",
      "The message attribute 'n' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
    [
      "a reserved attribute name",
      "a",
      { MessageAttributes: { "AWS.x": text("x") } },
      "InvalidParameterValueException",
      "Message (user) attribute name 'AWS.x' is invalid.",
    ],
  ])("refuses %s", async (_name, body, more, code, message) => {
    const { create, send } = sqsHarness();
    const url = await create("q");

    expect(await errorOf(send(url, body, more))).toEqual({ code, message });
  });

  it("takes a message of exactly the largest size, attributes included, and no byte more", async () => {
    const { create, send } = sqsHarness();
    const url = await create("q", { MaximumMessageSize: "1024" });
    // Name, type and value count: 1 + 6 + 1 bytes.
    const MessageAttributes = { a: text("x") };

    expect(await errorOf(send(url, "ü".repeat(508), { MessageAttributes }))).toBeUndefined();
    expect(await errorOf(send(url, `${"ü".repeat(508)}x`, { MessageAttributes }))).toEqual({
      code: "InvalidParameterValueException",
      message: "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.",
    });
  });

  it("takes 1 MiB by default", async () => {
    const { create, send } = sqsHarness();
    const url = await create("q");

    expect(await errorOf(send(url, "x".repeat(1_048_576)))).toBeUndefined();
    expect((await errorOf(send(url, "x".repeat(1_048_577))))?.code).toBe("InvalidParameterValueException");
  });

  it("says when the queue does not exist", async () => {
    const { send } = sqsHarness();

    expect(await errorOf(send("http://127.0.0.1:4566/000000000000/none", "x"))).toEqual({
      code: "QueueDoesNotExist",
      message: "The specified queue does not exist.",
    });
  });
});

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
      AWSTraceHeader: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=1$/),
    });
    expect(some?.Attributes).toEqual({ ApproximateReceiveCount: "2", MessageGroupId: "tenant-1" });
  });

  it("keeps the caller's trace, and a trace header that the sender sets", async () => {
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

    const headers = (await receive(url, names)).map(({ Attributes }) => Attributes?.["AWSTraceHeader"]);
    expect(headers).toEqual([`Root=${traceId};Sampled=1`, "Root=1-x;Parent=y"]);
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

describe("long polling", () => {
  it("waits until a message arrives", async () => {
    const { create, send, receive, work, clock } = sqsHarness();
    const url = await create("q", { ReceiveMessageWaitTimeSeconds: "20" });
    const startMs = clock.now();
    clock.at(startMs + 3_000, () => work.spawn("send", async () => void (await send(url, "a"))));

    const received = await receive(url);

    expect(bodies(received)).toEqual(["a"]);
    expect(clock.now() - startMs).toBe(3_000);
  });

  it("waits no longer than asked to", async () => {
    const { create, receive, clock } = sqsHarness();
    const url = await create("q", { ReceiveMessageWaitTimeSeconds: "20" });
    const startMs = clock.now();

    expect(await receive(url, { WaitTimeSeconds: 7 })).toEqual([]);
    expect(clock.now() - startMs).toBe(7_000);
  });

  it("is woken by the end of a delay and of a visibility timeout", async () => {
    const { create, send, receive, clock } = sqsHarness();
    const url = await create("q", { VisibilityTimeout: "8" });
    await send(url, "a", { DelaySeconds: 4 });
    const startMs = clock.now();

    await receive(url, { WaitTimeSeconds: 20 });
    await receive(url, { WaitTimeSeconds: 20 });

    expect(clock.now() - startMs).toBe(12_000);
  });

  it("gives each of two waiting receivers one of two messages", async () => {
    const { create, call, receive } = sqsHarness();
    const url = await create("q");

    const polls = [1, 2].map(() => receive(url, { WaitTimeSeconds: 20, MaxNumberOfMessages: 1 }));
    await call("SendMessageBatch", {
      QueueUrl: url,
      Entries: [
        { Id: "1", MessageBody: "a" },
        { Id: "2", MessageBody: "b" },
      ],
    });

    expect((await Promise.all(polls)).map(bodies)).toEqual([["a"], ["b"]]);
  });

  it("ends when the caller hangs up, and takes no message with it", async () => {
    const { create, send, kernel, work, service } = sqsHarness();
    const url = await create("q");
    const caller = new AbortController();
    const poll = work.serve("poll", () =>
      kernel.calls.perform(
        { type: "operator" },
        "sqs",
        "ReceiveMessage",
        { QueueUrl: url, WaitTimeSeconds: 20 },
        { signal: caller.signal },
      ),
    );

    caller.abort();
    await send(url, "a");

    expect(await poll).toEqual({});
    expect(service.inspect("q")).toMatchObject({ visible: 1, inFlight: 0 });
  });
});

describe("DeleteMessage", () => {
  it("deletes, also after the visibility timeout, and again without complaint", async () => {
    const { create, send, receive, remove, service, work } = sqsHarness();
    const url = await create("q");
    await send(url, "a");
    const [message] = await receive(url);
    await work.advance(60_000);

    await remove(url, message);
    await remove(url, message);

    expect(service.inspect("q")?.messages).toEqual([]);
  });

  it("deletes nothing by the handle of an earlier receive", async () => {
    const { create, send, receive, remove, service, work } = sqsHarness();
    const url = await create("q");
    await send(url, "a");
    const [first] = await receive(url);
    await work.advance(30_000);
    const [second] = await receive(url);

    await remove(url, first);
    expect(service.inspect("q")?.inFlight).toBe(1);
    await remove(url, second);
    expect(service.inspect("q")?.messages).toEqual([]);
  });

  it("refuses handles that the queue never gave", async () => {
    const { create, send, receive, call } = sqsHarness();
    const url = await create("q");
    const other = await create("other");
    await send(other, "a");
    const [foreign] = await receive(other);

    for (const ReceiptHandle of ["nonsense", foreign?.ReceiptHandle]) {
      expect(await errorOf(call("DeleteMessage", { QueueUrl: url, ReceiptHandle }))).toEqual({
        code: "ReceiptHandleIsInvalid",
        message: `The input receipt handle "${ReceiptHandle}" is not a valid receipt handle.`,
      });
    }
  });
});

describe("ChangeMessageVisibility", () => {
  it("counts the new timeout from now, and 0 shows the message at once", async () => {
    const { create, send, receive, call, work } = sqsHarness();
    const url = await create("q", { VisibilityTimeout: "30" });
    await send(url, "a");
    const [message] = await receive(url);
    const change = (VisibilityTimeout: number) =>
      call("ChangeMessageVisibility", {
        QueueUrl: url,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout,
      });

    await work.advance(20_000);
    await change(40);
    await work.advance(39_000);
    expect(await receive(url)).toEqual([]);
    await change(0);
    expect(bodies(await receive(url))).toEqual(["a"]);
  });

  it("refuses more than 12 hours in all and handles of deleted messages", async () => {
    const { create, send, receive, call, remove, work } = sqsHarness();
    const url = await create("q", { VisibilityTimeout: "3600" });
    await send(url, "a");
    const [message] = await receive(url);
    const handle = message?.ReceiptHandle;
    const change = (VisibilityTimeout: number) =>
      errorOf(call("ChangeMessageVisibility", { QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout }));
    await work.advance(1_000);

    expect(await change(43_199)).toBeUndefined();
    expect((await change(43_200))?.message).toBe(
      "Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]",
    );
    await remove(url, message);
    expect((await change(1))?.message).toBe(
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  });
});

describe("PurgeQueue", () => {
  it("deletes every message, once a minute", async () => {
    const { create, send, receive, call, service, work } = sqsHarness();
    const url = await create("q");
    await send(url, "received");
    await receive(url);
    await send(url, "waiting");
    await send(url, "delayed", { DelaySeconds: 9 });

    await call("PurgeQueue", { QueueUrl: url });

    expect(service.inspect("q")).toEqual({ messages: [], visible: 0, inFlight: 0, delayed: 0 });
    expect(await errorOf(call("PurgeQueue", { QueueUrl: url }))).toEqual({
      code: "PurgeQueueInProgress",
      message: "Only one PurgeQueue operation on q is allowed every 60 seconds.",
    });
    await work.advance(60_000);
    expect(await errorOf(call("PurgeQueue", { QueueUrl: url }))).toBeUndefined();
  });
});

describe("a look into a queue", () => {
  it("shows every message and counts nothing as received", async () => {
    const { create, send, receive, service, clock } = sqsHarness();
    const url = await create("dev-orders");
    await send(url, "received", { MessageAttributes: { kind: text("x") } });
    await receive(url);
    await send(url, "delayed", { DelaySeconds: 9 });
    await send(url, "waiting");

    const inspection = service.inspect("dev-orders");

    expect(inspection).toMatchObject({
      visible: 1,
      inFlight: 1,
      delayed: 1,
      messages: [
        { body: "received", state: "in-flight", receiveCount: 1, attributes: { kind: text("x") } },
        { body: "delayed", state: "delayed", receiveCount: 0 },
        { body: "waiting", state: "visible", receiveCount: 0, sentAtMs: clock.now() },
      ],
    });
    expect(service.inspect("dev-orders")).toEqual(inspection);
    expect(service.inspect("dev-other")).toBeUndefined();
    expect(service.queueNames()).toEqual(["dev-orders"]);
  });
});
