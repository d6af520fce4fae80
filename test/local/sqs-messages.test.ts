import { bodies, errorOf, sqsHarness } from "./sqs-harness";

const text = (StringValue: string) => ({ DataType: "String", StringValue });

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
