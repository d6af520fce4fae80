import type { Authorizer } from "../../local/kernel/policy";
import { FUNCTION_ARN, queueArn, snsHarness, TOPIC_ARN, text } from "./sns-harness";

describe("a delivery that fails", () => {
  const redrive = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dlq") }) };
  const raw = { RawMessageDelivery: "true" };

  it("for an error of the service is tried again until it succeeds", async () => {
    const { subscribe, publish, kernel, work, queues, clock } = await snsHarness();
    await subscribe("sqs", queueArn("q"), raw);
    // The first attempt, three retries at once and two a second apart.
    kernel.faults.inject({ on: "sqs:SendMessage", resource: ":q", effect: "error", times: 6 });
    const startMs = clock.now();

    await publish("hello");
    await work.advance(2_999);
    expect(queues.inspect("q")?.messages).toEqual([]);
    await work.advance(1);

    expect(queues.inspect("q")?.messages).toMatchObject([{ body: "hello", sentAtMs: startMs + 3_000 }]);
  });

  it("for a throttle is tried again", async () => {
    const { subscribe, publish, kernel, settledBodies } = await snsHarness();
    await subscribe("sqs", queueArn("q"), raw);
    const error = { code: "ThrottlingException", message: "slow down", httpStatus: 400 };
    kernel.faults.inject({ on: "sqs:SendMessage", effect: "error", times: 1, error });

    await publish("hello");

    expect(await settledBodies("q")).toEqual(["hello"]);
  });

  it.each<[string, string, string]>([
    ["sqs", queueArn("none"), "The specified queue does not exist."],
    ["lambda", `${FUNCTION_ARN}-none`, "none"],
  ])(
    "for a missing %s endpoint goes to the dead-letter queue at once",
    async (protocol, endpoint, reason) => {
      const { subscribe, publish, settledBodies, logLines } = await snsHarness();
      await subscribe(protocol, endpoint, redrive);

      const MessageId = await publish("hello");

      const [body = ""] = await settledBodies("dlq");
      expect(JSON.parse(body)).toMatchObject({ Type: "Notification", MessageId, Message: "hello" });
      expect(logLines).toContain(
        `sns could not deliver ${MessageId} to ${endpoint} (0 retries): ${reason}; it is in ${queueArn("dlq")}`,
      );
    },
  );

  it("for a missing permission goes to the dead-letter queue at once", async () => {
    const denyQueue: Authorizer = {
      denial: (_principal, { resource }) =>
        resource === queueArn("q") ? "no statement allows it" : undefined,
    };
    const { subscribe, publish, settledBodies, kernel } = await snsHarness({ authorizer: denyQueue });
    await subscribe("sqs", queueArn("q"), { ...raw, ...redrive });

    await publish("hello", { MessageAttributes: { kind: text("x") } });

    expect(await settledBodies("dlq")).toEqual(["hello"]);
    expect(await settledBodies("q")).toEqual([]);
    expect(kernel.calls.denials).toMatchObject([
      { principal: `sns.amazonaws.com for ${TOPIC_ARN}`, action: "sqs:SendMessage", resource: queueArn("q") },
    ]);
  });

  it("for too many attributes on raw delivery goes to the dead-letter queue in its envelope", async () => {
    const { subscribe, publish, settledBodies } = await snsHarness();
    await subscribe("sqs", queueArn("q"), { ...raw, ...redrive });

    const names = [...Array(11).keys()].map((index) => `a${index}`);
    await publish("hello", { MessageAttributes: Object.fromEntries(names.map((name) => [name, text("x")])) });

    const [body = ""] = await settledBodies("dlq");
    expect(Object.keys(JSON.parse(body).MessageAttributes)).toEqual(names);
  });

  it("without a dead-letter queue, or with one that refuses, is lost and says so", async () => {
    const denyAll: Authorizer = { denial: () => "no statement allows it" };
    const { subscribe, publish, work, logLines } = await snsHarness({ authorizer: denyAll });
    await subscribe("sqs", queueArn("q"));
    await subscribe("sqs", queueArn("other"), redrive);

    await publish("hello");
    await work.settle();

    expect(logLines.filter((line) => line.includes("is lost"))).toEqual([
      expect.stringMatching(
        /no statement allows it; the message is lost, the subscription has no dead-letter queue$/,
      ),
      expect.stringMatching(/the message is lost, its dead-letter queue refused it/),
    ]);
  });
});

describe("a fault on sns:Publish", () => {
  it("delivers a message twice", async () => {
    const { subscribe, publish, kernel, settledBodies } = await snsHarness();
    await subscribe("sqs", queueArn("q"), { RawMessageDelivery: "true" });
    kernel.faults.inject({ on: "sns:Publish", effect: "duplicate", times: 1 });

    await publish("a");
    await publish("b");

    expect(await settledBodies("q")).toEqual(["a", "a", "b"]);
  });
});
