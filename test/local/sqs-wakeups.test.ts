import { sqsHarness } from "./sqs-harness";

/** A queue and the count of its wakeups. */
async function watchedQueue(attributes: Record<string, string> = {}, name = "q") {
  const harness = sqsHarness();
  const url = await harness.create(name, attributes);
  let wakeups = 0;
  harness.kernel.wakeups.listen(`arn:aws:sqs:eu-central-1:000000000000:${name}`, () => wakeups++);
  return {
    ...harness,
    url,
    /** How often it was woken since this was last asked. */
    taken: () => {
      const count = wakeups;
      wakeups = 0;
      return count;
    },
  };
}

describe("event sources are woken", () => {
  it("by a message that arrives, not by receiving or deleting it", async () => {
    const { url, send, receive, remove, taken } = await watchedQueue();

    await send(url, "a");
    expect(taken()).toBe(1);
    const [message] = await receive(url);
    await remove(url, message);
    expect(taken()).toBe(0);
  });

  it("once by a batch", async () => {
    const { url, call, taken } = await watchedQueue();

    await call("SendMessageBatch", {
      QueueUrl: url,
      Entries: [
        { Id: "1", MessageBody: "a" },
        { Id: "2", MessageBody: "b" },
      ],
    });

    expect(taken()).toBe(1);
  });

  it("when a delay is over", async () => {
    const { url, send, taken, work } = await watchedQueue();

    await send(url, "a", { DelaySeconds: 5 });
    await work.advance(4_999);
    expect(taken()).toBe(0);
    await work.advance(1);
    expect(taken()).toBe(1);
  });

  it("when a visibility timeout is over, cut short included", async () => {
    const { url, send, receive, call, taken, work } = await watchedQueue();
    await send(url, "a");
    await receive(url);
    taken();

    await work.advance(30_000);
    expect(taken()).toBe(1);
    const [message] = await receive(url);
    await call("ChangeMessageVisibility", {
      QueueUrl: url,
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: 0,
    });
    expect(taken()).toBe(1);
  });

  it("when a message group opens again", async () => {
    const { url, send, receive, remove, taken } = await watchedQueue(
      { FifoQueue: "true", ContentBasedDeduplication: "true" },
      "q.fifo",
    );
    await send(url, "a", { MessageGroupId: "g" });
    const [message] = await receive(url);
    taken();

    await send(url, "b", { MessageGroupId: "g" });
    expect(taken()).toBe(0);
    await remove(url, message);
    expect(taken()).toBe(1);
  });

  it("by dead letters", async () => {
    const { kernel, createWithDeadLetters, send, receive, work } = sqsHarness();
    const { url } = await createWithDeadLetters("orders", 1);
    const woken: string[] = [];
    kernel.wakeups.listen("arn:aws:sqs:eu-central-1:000000000000:orders-dlq", () => woken.push("dlq"));
    await send(url, "poison");
    await receive(url);
    await work.advance(30_000);

    await receive(url);

    expect(woken).toEqual(["dlq"]);
  });

  it("without end by settle: timers for later stay set", async () => {
    const { url, send, receive, work, clock } = await watchedQueue();
    await send(url, "a");
    await receive(url);
    const before = clock.now();

    await work.settle();

    expect(clock.now()).toBe(before);
  });
});
