import { bodies, errorOf, sqsHarness } from "./sqs-harness";

describe("a fault on sqs:ReceiveMessage", () => {
  it("delivers a message once more, even after it was deleted", async () => {
    const { create, send, receive, remove, service, kernel } = sqsHarness();
    const url = await create("q");
    kernel.faults.inject({ on: "sqs:ReceiveMessage", effect: "duplicate" });
    const sent = await send(url, "a");

    const [first] = await receive(url, { MaxNumberOfMessages: 1 });
    await remove(url, first);
    const [second] = await receive(url, { MaxNumberOfMessages: 1 });
    await remove(url, second);

    expect([first?.MessageId, second?.MessageId]).toEqual([sent.MessageId, sent.MessageId]);
    expect(service.inspect("q")?.messages).toEqual([]);
  });

  it("delivers nothing twice from a FIFO queue", async () => {
    const { create, send, receive, kernel } = sqsHarness();
    const url = await create("q.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
    kernel.faults.inject({ on: "sqs:ReceiveMessage", effect: "duplicate" });
    await send(url, "a", { MessageGroupId: "a" });

    expect(await receive(url)).toHaveLength(1);
  });

  it("reorders a standard queue, in an order that the seed decides, and loses nothing", async () => {
    const orderOf = async (seed: number) => {
      const { create, send, receive, kernel } = sqsHarness({ seed });
      const url = await create("q");
      kernel.faults.inject({ on: "sqs:ReceiveMessage", effect: "reorder" });
      for (const body of "abcdefgh") await send(url, body);
      return bodies(await receive(url));
    };

    const order = await orderOf(1);

    expect([...order].sort()).toEqual([..."abcdefgh"]);
    expect(order).not.toEqual([..."abcdefgh"]);
    expect(await orderOf(1)).toEqual(order);
    expect(await orderOf(2)).not.toEqual(order);
  });

  it("reorders nothing in a FIFO queue", async () => {
    const { create, send, receive, kernel } = sqsHarness();
    const url = await create("q.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
    kernel.faults.inject({ on: "sqs:ReceiveMessage", effect: "reorder" });
    for (const body of "abcdefgh") await send(url, body, { MessageGroupId: "g" });

    expect(bodies(await receive(url))).toEqual([..."abcdefgh"]);
  });

  it("answers with an error and takes no message", async () => {
    const { create, send, receive, service, kernel } = sqsHarness();
    const url = await create("q");
    await send(url, "a");
    kernel.faults.inject({ on: "sqs:ReceiveMessage", effect: "error", times: 1 });

    expect((await errorOf(receive(url)))?.code).toBe("InternalServerError");
    expect(service.inspect("q")).toMatchObject({ visible: 1, inFlight: 0 });
  });
});
