import { bodies, errorOf, sqsHarness } from "./sqs-harness";

const arn = (name: string) => `arn:aws:sqs:eu-central-1:000000000000:${name}`;

describe("maxReceiveCount", () => {
  it("moves a message to the dead-letter queue when it would be received once more", async () => {
    const { createWithDeadLetters, send, receive, service, work } = sqsHarness();
    const { url, dlqUrl } = await createWithDeadLetters("orders", 2);
    await send(url, "poison");
    await send(url, "poison too");

    for (let time = 0; time < 2; time++) {
      expect(await receive(url)).toHaveLength(2);
      await work.advance(30_000);
    }
    expect(service.inspect("orders-dlq")?.messages).toEqual([]);
    expect(await receive(url)).toEqual([]);

    expect(service.inspect("orders")?.messages).toEqual([]);
    expect(bodies(await receive(dlqUrl))).toEqual(["poison", "poison too"]);
  });

  it("keeps id, attributes, trace and the time of sending, and so the time of expiry", async () => {
    const { createWithDeadLetters, send, receive, service, work, clock } = sqsHarness();
    const { url, dlqUrl } = await createWithDeadLetters("orders", 1);
    const sentAtMs = clock.now();
    const sent = await send(url, "poison", {
      MessageAttributes: { a: { DataType: "String", StringValue: "x" } },
    });
    const [before] = await receive(url, { AttributeNames: ["All"] });
    await work.advance(30_000);
    await receive(url);

    const [after] = await receive(dlqUrl, { AttributeNames: ["All"], MessageAttributeNames: ["All"] });

    expect(after).toMatchObject({
      MessageId: sent.MessageId,
      MessageAttributes: { a: { DataType: "String", StringValue: "x" } },
      Attributes: {
        SentTimestamp: String(sentAtMs),
        ApproximateReceiveCount: "2",
        DeadLetterQueueSourceArn: arn("orders"),
        AWSTraceHeader: before?.Attributes?.["AWSTraceHeader"],
      },
    });
    await work.advance(345_600_000 - 30_000 - 1);
    expect(service.inspect("orders-dlq")?.messages).toHaveLength(1);
    await work.advance(1);
    expect(service.inspect("orders-dlq")?.messages).toEqual([]);
  });

  it("leaves a hop in the message's trace", async () => {
    const { createWithDeadLetters, send, receive, work, kernel } = sqsHarness();
    const { url } = await createWithDeadLetters("dev-orders", 1);
    await send(url, "order-7");
    await receive(url);
    await work.advance(30_000);
    await receive(url);

    const hops = kernel.traces.find("order-7").map(({ from, label }) => [from, label]);

    expect(hops).toEqual([
      ["operator", "orders"],
      ["sqs.amazonaws.com", "orders-dlq"],
    ]);
  });

  it("lets the rest of a group pass once its poisonous message is gone", async () => {
    const { createWithDeadLetters, send, receive, work, clock } = sqsHarness();
    const { url, dlqUrl } = await createWithDeadLetters("orders", 1, ".fifo");
    await send(url, "poison", { MessageGroupId: "a", MessageDeduplicationId: "1" });
    await send(url, "fine", { MessageGroupId: "a", MessageDeduplicationId: "2" });
    await receive(url, { MaxNumberOfMessages: 1 });
    await work.advance(30_000);

    expect(bodies(await receive(url))).toEqual(["fine"]);
    const [dead] = await receive(dlqUrl, { AttributeNames: ["All"] });
    expect(dead?.Attributes).toMatchObject({ MessageGroupId: "a", SentTimestamp: String(clock.now()) });
  });
});

describe("RedrivePolicy", () => {
  it.each<[string, string, string]>([
    ["no JSON", "x", "Redrive policy is not a valid JSON map."],
    [
      "no count",
      `{"deadLetterTargetArn":"${arn("dlq")}"}`,
      "Redrive policy does not contain mandatory attribute: maxReceiveCount.",
    ],
    [
      "no target",
      '{"maxReceiveCount":1}',
      "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.",
    ],
    [
      "no ARN",
      '{"deadLetterTargetArn":"dummy","maxReceiveCount":42}',
      "Invalid value for deadLetterTargetArn.",
    ],
    [
      "a count of 0",
      `{"deadLetterTargetArn":"${arn("dlq")}","maxReceiveCount":0}`,
      "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.",
    ],
    [
      "a count of 1001",
      `{"deadLetterTargetArn":"${arn("dlq")}","maxReceiveCount":1001}`,
      "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.",
    ],
    [
      "a target that is not there",
      `{"deadLetterTargetArn":"${arn("none")}","maxReceiveCount":1}`,
      "Dead letter target does not exist.",
    ],
    [
      "a target of the other type",
      `{"deadLetterTargetArn":"${arn("dlq.fifo")}","maxReceiveCount":1}`,
      "Dead-letter queue must be same type of queue as the source.",
    ],
  ])("is refused with %s", async (_name, policy, reason) => {
    const { create } = sqsHarness();
    await create("dlq");
    await create("dlq.fifo", { FifoQueue: "true" });

    expect(await errorOf(create("q", { RedrivePolicy: policy }))).toEqual({
      code: "InvalidParameterValueException",
      message: `Value ${policy} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
    });
  });

  it("takes a count written as text", async () => {
    const { create } = sqsHarness();
    await create("dlq");

    const policy = JSON.stringify({ deadLetterTargetArn: arn("dlq"), maxReceiveCount: "1000" });
    expect(await errorOf(create("q", { RedrivePolicy: policy }))).toBeUndefined();
  });
});

describe("RedriveAllowPolicy", () => {
  const allow = (policy: object) => ({ RedriveAllowPolicy: JSON.stringify(policy) });
  const redrive = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("dlq"), maxReceiveCount: 1 }) };

  it.each<[object, boolean]>([
    [{ redrivePermission: "allowAll" }, true],
    [{ redrivePermission: "denyAll" }, false],
    [{ redrivePermission: "byQueue", sourceQueueArns: [arn("q")] }, true],
    [{ redrivePermission: "byQueue", sourceQueueArns: [arn("other")] }, false],
  ])("%j lets a queue name its dead-letter queue: %s", async (policy, allowed) => {
    const { create } = sqsHarness();
    await create("dlq", allow(policy));

    const error = await errorOf(create("q", redrive));

    expect(error?.message).toBe(
      allowed
        ? undefined
        : `Value ${redrive.RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: The RedriveAllowPolicy of the dead-letter queue does not allow this source queue.`,
    );
  });

  it("set later keeps messages where they are, and says so", async () => {
    const { create, call, send, receive, service, work, logLines } = sqsHarness();
    const dlqUrl = await create("dlq");
    const url = await create("q", redrive);
    await call("SetQueueAttributes", {
      QueueUrl: dlqUrl,
      Attributes: allow({ redrivePermission: "denyAll" }),
    });
    await send(url, "poison");
    await receive(url);
    await work.advance(30_000);

    expect(bodies(await receive(url))).toEqual(["poison"]);
    expect(service.inspect("dlq")?.messages).toEqual([]);
    expect(logLines).toContain("dlq does not take dead letters of q: see its redrive allow policy");
  });

  it.each<[string, object]>([
    ["an unknown permission", { redrivePermission: "some" }],
    ["no queues to allow", { redrivePermission: "byQueue", sourceQueueArns: [] }],
    ["eleven queues to allow", { redrivePermission: "byQueue", sourceQueueArns: Array(11).fill(arn("q")) }],
    ["queues beside allowAll", { redrivePermission: "allowAll", sourceQueueArns: [arn("q")] }],
  ])("is refused with %s", async (_name, policy) => {
    const { create } = sqsHarness();

    expect((await errorOf(create("dlq", allow(policy))))?.message).toMatch(
      /for parameter RedriveAllowPolicy/,
    );
  });
});

describe("ListDeadLetterSourceQueues", () => {
  it("lists the queues that send their dead letters here", async () => {
    const { createWithDeadLetters, create, call } = sqsHarness();
    const { url, dlqUrl } = await createWithDeadLetters("orders", 3);
    await create("other");

    expect(await call("ListDeadLetterSourceQueues", { QueueUrl: dlqUrl })).toEqual({ queueUrls: [url] });
    expect(await call("ListDeadLetterSourceQueues", { QueueUrl: url })).toEqual({ queueUrls: [] });
  });
});

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
