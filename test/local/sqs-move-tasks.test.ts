import { bodies, errorOf, sqsHarness } from "./sqs-harness";

const arn = (name: string) => `arn:aws:sqs:eu-central-1:000000000000:${name}`;

describe("a move task", () => {
  /** Queues `orders` and `orders-dlq`, with three dead letters. */
  async function withDeadLetters() {
    const harness = sqsHarness();
    const { url, dlqUrl } = await harness.createWithDeadLetters("orders", 1);
    for (const body of ["a", "b", "c"]) await harness.send(url, body);
    await harness.receive(url);
    await harness.work.advance(30_000);
    await harness.receive(url);
    const start = (more: object = {}) =>
      harness.call<{ TaskHandle: string }>("StartMessageMoveTask", { SourceArn: arn("orders-dlq"), ...more });
    const list = async () => {
      const { Results } = await harness.call<{ Results: object[] }>("ListMessageMoveTasks", {
        SourceArn: arn("orders-dlq"),
      });
      return Results[0];
    };
    return { ...harness, url, dlqUrl, start, list };
  }

  it("brings messages back to where they came from, as new ones", async () => {
    const { start, list, receive, url, service, work, clock } = await withDeadLetters();
    const ids = service.inspect("orders-dlq")?.messages.map(({ messageId }) => messageId);

    await start();
    await work.settle();

    const back = await receive(url, { AttributeNames: ["All"] });
    expect(bodies(back)).toEqual(["a", "b", "c"]);
    expect(ids).not.toContain(back[0]?.MessageId);
    expect(back[0]?.Attributes).toMatchObject({
      ApproximateReceiveCount: "1",
      SentTimestamp: String(clock.now()),
    });
    expect(back[0]?.Attributes).not.toHaveProperty("DeadLetterQueueSourceArn");
    expect(await list()).toEqual({
      Status: "COMPLETED",
      SourceArn: arn("orders-dlq"),
      ApproximateNumberOfMessagesMoved: 3,
      ApproximateNumberOfMessagesToMove: 3,
      StartedTimestamp: expect.any(Number),
    });
  });

  it("moves to another queue, no faster than told, until it is cancelled", async () => {
    const { start, list, create, call, service, work } = await withDeadLetters();
    await create("elsewhere");

    const { TaskHandle } = await start({ DestinationArn: arn("elsewhere"), MaxNumberOfMessagesPerSecond: 1 });
    await work.advance(1_500);
    expect(await list()).toEqual({
      TaskHandle,
      Status: "RUNNING",
      SourceArn: arn("orders-dlq"),
      DestinationArn: arn("elsewhere"),
      MaxNumberOfMessagesPerSecond: 1,
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 3,
      StartedTimestamp: expect.any(Number),
    });
    expect((await errorOf(start()))?.message).toBe(
      "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
    );

    expect(await call("CancelMessageMoveTask", { TaskHandle })).toEqual({
      ApproximateNumberOfMessagesMoved: 2,
    });
    await work.advance(10_000);
    expect(await list()).toMatchObject({ Status: "CANCELLED", ApproximateNumberOfMessagesMoved: 2 });
    expect(service.inspect("elsewhere")?.messages).toHaveLength(2);
    expect(service.inspect("orders-dlq")?.messages).toHaveLength(1);
  });

  it("fails and keeps the message where its destination is gone or unknown", async () => {
    const { start, list, call, send, url, dlqUrl, service, work } = await withDeadLetters();
    await call("PurgeQueue", { QueueUrl: dlqUrl });
    await send(dlqUrl, "sent here");

    await start();
    await work.settle();
    expect(await list()).toMatchObject({ Status: "FAILED", FailureReason: "CouldNotDetermineMessageSource" });

    await start({ DestinationArn: arn("orders") });
    await call("DeleteQueue", { QueueUrl: url });
    await work.settle();
    expect(await list()).toMatchObject({
      Status: "FAILED",
      FailureReason: "AWS.SimpleQueueService.NonExistentQueue",
    });
    expect(service.inspect("orders-dlq")?.messages).toHaveLength(1);
  });

  it("is refused where there is nothing to move from or to", async () => {
    const { start, call } = await withDeadLetters();
    const gone = (parameter: string) => ({
      code: "ResourceNotFoundException",
      message: `The resource that you specified for the ${parameter} parameter doesn't exist.`,
    });
    const invalid = (message: string) => ({ code: "InvalidParameterValueException", message });

    expect(await errorOf(start({ SourceArn: arn("none") }))).toEqual(gone("SourceArn"));
    expect(await errorOf(start({ DestinationArn: arn("none") }))).toEqual(gone("DestinationArn"));
    expect(await errorOf(start({ SourceArn: arn("orders") }))).toEqual(
      invalid("Source queue must be configured as a Dead Letter Queue."),
    );
    expect(await errorOf(start({ MaxNumberOfMessagesPerSecond: 501 }))).toEqual(
      invalid(
        "Value 501 for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and 500.",
      ),
    );
    expect(await errorOf(call("CancelMessageMoveTask", { TaskHandle: "x" }))).toEqual(
      invalid("Value for parameter TaskHandle is invalid."),
    );
  });
});
