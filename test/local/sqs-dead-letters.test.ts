import { bodies, sqsHarness } from "./sqs-harness";

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
      MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: "Root=1-x" } },
    });
    await receive(url);
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
        AWSTraceHeader: "Root=1-x",
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
