import { bodies, sqsHarness } from "./sqs-harness";

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
