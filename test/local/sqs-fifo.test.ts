import { bodies, errorOf, sqsHarness } from "./sqs-harness";

const FIFO = { FifoQueue: "true" };
const CONTENT_BASED = { ...FIFO, ContentBasedDeduplication: "true" };

/** Sends `<group><number>` texts to the group of their first letter. */
async function fifoQueue(attributes: Record<string, string> = CONTENT_BASED) {
  const harness = sqsHarness();
  const url = await harness.create("q.fifo", attributes);
  return {
    ...harness,
    url,
    sendAll: async (...texts: readonly string[]) => {
      for (const body of texts) await harness.send(url, body, { MessageGroupId: body.slice(0, 1) });
    },
    next: (more: object = {}) => harness.receive(url, more),
  };
}

describe("a FIFO queue", () => {
  it("numbers messages and gives them with group and deduplication id", async () => {
    const { send, next, url } = await fifoQueue();

    const sent = await send(url, "a1", { MessageGroupId: "a" });
    const [message] = await next({
      AttributeNames: ["SequenceNumber", "MessageGroupId", "MessageDeduplicationId"],
    });

    expect(sent.SequenceNumber).toMatch(/^\d{20}$/);
    expect(message?.Attributes).toEqual({
      SequenceNumber: sent.SequenceNumber,
      MessageGroupId: "a",
      // The SHA-256 of the body.
      MessageDeduplicationId: "f55ff16f66f43360266b95db6f8fec01d76031054306ae4a4b380598f6cfd114",
    });
  });

  it("gives nothing more of a group while one of its messages is in flight", async () => {
    const { sendAll, next, remove, url } = await fifoQueue();
    await sendAll("a1", "a2", "b1");

    const [a1] = await next({ MaxNumberOfMessages: 1 });
    expect(a1?.Body).toBe("a1");
    expect(bodies(await next())).toEqual(["b1"]);
    expect(await next()).toEqual([]);

    await remove(url, a1);
    expect(bodies(await next())).toEqual(["a2"]);
  });

  it("gives as much of one group as asked for before it turns to the next", async () => {
    const { sendAll, next } = await fifoQueue();
    await sendAll("a1", "b1", "a2", "b2", "a3");

    expect(bodies(await next({ MaxNumberOfMessages: 4 }))).toEqual(["a1", "a2", "a3", "b1"]);
    expect(await next()).toEqual([]);
  });

  it("gives messages that come back before those that were sent after them", async () => {
    const { sendAll, next, remove, url, work } = await fifoQueue();
    await sendAll("a1", "a2", "a3", "a4");
    const [, a2] = await next({ MaxNumberOfMessages: 3 });
    await remove(url, a2);

    expect(await next()).toEqual([]);
    await work.advance(30_000);
    expect(bodies(await next())).toEqual(["a1", "a3", "a4"]);
  });

  it("keeps a group closed until all of its messages in flight are back or gone", async () => {
    const { sendAll, next, call, url } = await fifoQueue();
    await sendAll("a1", "a2");
    const [a1, a2] = await next();
    const show = (handle: string | undefined) =>
      call("ChangeMessageVisibility", { QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout: 0 });

    await show(a2?.ReceiptHandle);
    expect(await next()).toEqual([]);
    await show(a1?.ReceiptHandle);
    expect(bodies(await next())).toEqual(["a1", "a2"]);
  });

  it("wakes a long poll when a group opens again", async () => {
    const { sendAll, next, remove, url } = await fifoQueue();
    await sendAll("a1", "a2");
    const [a1] = await next({ MaxNumberOfMessages: 1 });

    const poll = next({ WaitTimeSeconds: 20 });
    await remove(url, a1);

    expect(bodies(await poll)).toEqual(["a2"]);
  });

  it("delays the whole queue alone, and a changed delay counts for waiting messages", async () => {
    const { sendAll, send, next, call, url, work } = await fifoQueue({
      ...CONTENT_BASED,
      DelaySeconds: "60",
    });
    await sendAll("a1");

    expect(await errorOf(send(url, "a2", { MessageGroupId: "a", DelaySeconds: 2 }))).toEqual({
      code: "InvalidParameterValueException",
      message:
        "Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.",
    });
    await call("SetQueueAttributes", { QueueUrl: url, Attributes: { DelaySeconds: "10" } });
    await work.advance(10_000);
    expect(bodies(await next())).toEqual(["a1"]);
  });

  it("refuses a receipt handle whose visibility timeout is over", async () => {
    const { sendAll, next, remove, url, work, service } = await fifoQueue();
    await sendAll("a1");
    const [a1] = await next();
    await work.advance(30_000);

    expect(await errorOf(remove(url, a1))).toEqual({
      code: "InvalidParameterValueException",
      message: `Value ${a1?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    });
    expect(service.inspect("q.fifo")?.messages).toHaveLength(1);
  });

  it("answers a repeated receive attempt with the same messages", async () => {
    const { sendAll, next, remove, url } = await fifoQueue();
    await sendAll("a1", "b1");
    const attempt = { MaxNumberOfMessages: 1, ReceiveRequestAttemptId: "attempt-1" };

    const [first] = await next(attempt);
    const [again] = await next(attempt);
    await remove(url, first);
    const [later] = await next(attempt);

    expect(again).toEqual(first);
    expect(later?.Body).toBe("b1");
  });

  it("refuses messages without a group or without a deduplication id", async () => {
    const { send, call, url } = await fifoQueue(FIFO);
    const noGroup = "The request must contain the parameter MessageGroupId.";
    const noDeduplication =
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly";
    const batch = (entry: object) =>
      errorOf(
        call("SendMessageBatch", { QueueUrl: url, Entries: [{ Id: "1", MessageBody: "x", ...entry }] }),
      );

    expect(await errorOf(send(url, "x", { MessageDeduplicationId: "1" }))).toEqual({
      code: "MissingRequiredParameterException",
      message: noGroup,
    });
    expect(await batch({ MessageDeduplicationId: "1" })).toEqual({
      code: "InvalidParameterValueException",
      message: noGroup,
    });
    expect((await errorOf(send(url, "x", { MessageGroupId: "a" })))?.message).toBe(noDeduplication);
    expect((await batch({ MessageGroupId: "a" }))?.message).toBe(noDeduplication);
  });
});

describe("deduplication", () => {
  it("answers a duplicate like the first and keeps one message, for five minutes", async () => {
    const { send, next, url, remove, work } = await fifoQueue(FIFO);
    const once = (body: string) => send(url, body, { MessageGroupId: "a", MessageDeduplicationId: "same" });

    const first = await once("one");
    const [message] = await next();
    await remove(url, message);
    await work.advance(299_999);
    const second = await once("two");
    expect(second).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
    expect(await next()).toEqual([]);

    await work.advance(1);
    await once("three");
    expect(bodies(await next())).toEqual(["three"]);
  });

  it("goes by content where the queue says so, and by an explicit id before that", async () => {
    const { send, next, url } = await fifoQueue();

    await send(url, "same", { MessageGroupId: "a" });
    await send(url, "same", { MessageGroupId: "b" });
    await send(url, "same", { MessageGroupId: "c", MessageDeduplicationId: "another" });

    expect(await next()).toHaveLength(2);
  });

  it("counts within a group where the scope is messageGroup", async () => {
    const { sendAll, send, next, url } = await fifoQueue({
      ...CONTENT_BASED,
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
    });

    await sendAll("a1", "a1");
    await send(url, "a1", { MessageGroupId: "b" });

    expect(await next()).toHaveLength(2);
  });
});
