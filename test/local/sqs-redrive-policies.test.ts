import { bodies, errorOf, sqsHarness } from "./sqs-harness";

const arn = (name: string) => `arn:aws:sqs:eu-central-1:000000000000:${name}`;

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
