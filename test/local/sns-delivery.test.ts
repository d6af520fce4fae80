import { AccessDeniedError } from "../../local/kernel/errors";
import type { Authorizer } from "../../local/kernel/policy";
import { FUNCTION_ARN, queueArn, snsHarness, TOPIC_ARN, text } from "./sns-harness";
import { errorOf } from "./sqs-harness";

describe("Publish", () => {
  it("brings the message to every subscriber", async () => {
    const { subscribe, publish, settledBodies, invocations } = await snsHarness();
    await subscribe("sqs", queueArn("q"), { RawMessageDelivery: "true" });
    await subscribe("sqs", queueArn("dlq"), { RawMessageDelivery: "true" });
    await subscribe("lambda", FUNCTION_ARN);

    await publish("hello");

    expect(await settledBodies("q")).toEqual(["hello"]);
    expect(await settledBodies("dlq")).toEqual(["hello"]);
    expect(invocations).toHaveLength(1);
  });

  it("wraps the message in an envelope with every field", async () => {
    const { subscribe, publish, settledBodies, kernel } = await snsHarness();
    const subscriptionArn = await subscribe("sqs", queueArn("q"));

    const MessageId = await publish("hello", {
      Subject: "Greeting",
      MessageAttributes: {
        kind: text("x"),
        bytes: { DataType: "Binary", BinaryValue: "AAE=" },
      },
    });

    const [body = ""] = await settledBodies("q");
    const envelope = JSON.parse(body);
    expect(envelope).toEqual({
      Type: "Notification",
      MessageId,
      TopicArn: TOPIC_ARN,
      Subject: "Greeting",
      Message: "hello",
      Timestamp: "2026-01-01T00:00:00.000Z",
      SignatureVersion: "1",
      Signature: expect.any(String),
      SigningCertURL: `${kernel.endpoint}/SimpleNotificationService-local.pem`,
      UnsubscribeURL: `${kernel.endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`,
      MessageAttributes: { kind: { Type: "String", Value: "x" }, bytes: { Type: "Binary", Value: "AAE=" } },
    });
    expect(Buffer.from(envelope.Signature, "base64")).toHaveLength(256);
  });

  it("leaves subject and attributes out of the envelope where there are none", async () => {
    const { subscribe, publish, settledBodies } = await snsHarness();
    await subscribe("sqs", queueArn("q"));

    await publish("hello");

    const [body = ""] = await settledBodies("q");
    expect(Object.keys(JSON.parse(body))).toEqual([
      "Type",
      "MessageId",
      "TopicArn",
      "Message",
      "Timestamp",
      "SignatureVersion",
      "Signature",
      "SigningCertURL",
      "UnsubscribeURL",
    ]);
  });

  it("turns attributes into the queue's on raw delivery", async () => {
    const { subscribe, publish, work, queues } = await snsHarness();
    await subscribe("sqs", queueArn("q"), { RawMessageDelivery: "true" });
    const MessageAttributes = {
      eventType: text("PriceChanged"),
      n: { DataType: "Number", StringValue: "7" },
    };

    await publish("hello", { MessageAttributes });
    await work.settle();

    expect(queues.inspect("q")?.messages).toMatchObject([{ body: "hello", attributes: MessageAttributes }]);
  });

  it("invokes functions asynchronously with an SNS event", async () => {
    const { subscribe, publish, work, invocations } = await snsHarness();
    const subscriptionArn = await subscribe("lambda", FUNCTION_ARN);

    const MessageId = await publish("hello", { MessageAttributes: { kind: text("x") } });
    await work.settle();

    const [invocation] = invocations;
    expect(invocation?.input).toMatchObject({ FunctionName: FUNCTION_ARN, InvocationType: "Event" });
    expect(JSON.parse(invocation?.input.Payload ?? "")).toEqual({
      Records: [
        {
          EventSource: "aws:sns",
          EventVersion: "1.0",
          EventSubscriptionArn: subscriptionArn,
          Sns: {
            Type: "Notification",
            MessageId,
            TopicArn: TOPIC_ARN,
            Subject: null,
            Message: "hello",
            Timestamp: "2026-01-01T00:00:00.000Z",
            SignatureVersion: "1",
            Signature: expect.any(String),
            SigningCertUrl: expect.any(String),
            UnsubscribeUrl: expect.any(String),
            MessageAttributes: { kind: { Type: "String", Value: "x" } },
          },
        },
      ],
    });
  });

  it("sends each protocol its own message of a structure", async () => {
    const { subscribe, publish, settledBodies, invocations } = await snsHarness();
    await subscribe("sqs", queueArn("q"), { RawMessageDelivery: "true" });
    await subscribe("lambda", FUNCTION_ARN);

    await publish(JSON.stringify({ default: "for all", sqs: "for queues" }), { MessageStructure: "json" });

    expect(await settledBodies("q")).toEqual(["for queues"]);
    expect(JSON.parse(invocations[0]?.input.Payload ?? "").Records[0].Sns.Message).toBe("for all");
  });

  it("carries the trace and the message group along and acts for the topic", async () => {
    const { subscribe, kernel, work, queues, invocations } = await snsHarness();
    await subscribe("sqs", queueArn("q"));
    await subscribe("lambda", FUNCTION_ARN);
    const traceId = "1-5759e988-bd862e3fe1be46a994272793";

    await kernel.calls.perform(
      { type: "operator" },
      "sns",
      "Publish",
      { TopicArn: TOPIC_ARN, Message: "x", MessageGroupId: "tenant" },
      { traceId },
    );
    await work.settle();

    expect(queues.inspect("q")?.messages[0]?.systemAttributes).toMatchObject({
      AWSTraceHeader: `Root=${traceId};Sampled=1`,
      MessageGroupId: "tenant",
    });
    expect(invocations[0]?.call).toMatchObject({
      traceId,
      principal: {
        type: "service",
        name: "sns.amazonaws.com",
        sourceArn: TOPIC_ARN,
        sourceAccount: "000000000000",
      },
    });
    expect(kernel.traces.find(traceId).map(({ label, outcome }) => [label, outcome])).toEqual([
      ["prices", "ok"],
      ["q", "ok"],
      ["consumer", "ok"],
    ]);
  });

  it.each<[string, object, string]>([
    ["an empty message", { Message: "" }, "Empty message"],
    ["a message of 256 KiB and a byte", { Message: "x".repeat(262_145) }, "Message too long"],
    ["a subject of 101 characters", { Subject: "x".repeat(101) }, "Subject"],
    ["a subject of two lines", { Subject: "a\nb" }, "Subject"],
    [
      "a structure that is no JSON",
      { MessageStructure: "json" },
      "Message Structure - JSON message body failed to parse",
    ],
    [
      "a structure without default",
      { MessageStructure: "json", Message: '{"sqs":"x"}' },
      "Message Structure - No default entry in JSON message body",
    ],
    [
      "an attribute of an unknown type",
      { MessageAttributes: { a: { DataType: "Text", StringValue: "x" } } },
      "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
    [
      "an attribute without value",
      { MessageAttributes: { a: { DataType: "String" } } },
      "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.",
    ],
    [
      "a number that is none",
      { MessageAttributes: { a: { DataType: "Number", StringValue: "x" } } },
      "Could not cast message attribute 'a' value to number.",
    ],
  ])("refuses %s", async (_name, more, what) => {
    const { publish } = await snsHarness();

    expect(await errorOf(publish("hello", more))).toEqual({
      code: "InvalidParameter",
      message: `Invalid parameter: ${what}`,
    });
  });
});

describe("PublishBatch", () => {
  it("publishes what is good and names what is not", async () => {
    const { call, subscribe, settledBodies } = await snsHarness();
    await subscribe("sqs", queueArn("q"), { RawMessageDelivery: "true" });

    const result = await call("PublishBatch", {
      TopicArn: TOPIC_ARN,
      PublishBatchRequestEntries: [
        { Id: "good", Message: "hello" },
        { Id: "bad", Message: "" },
      ],
    });

    expect(result).toEqual({
      Successful: [{ Id: "good", MessageId: expect.any(String) }],
      Failed: [
        {
          Id: "bad",
          Code: "InvalidParameter",
          Message: "Invalid parameter: Empty message",
          SenderFault: true,
        },
      ],
    });
    expect(await settledBodies("q")).toEqual(["hello"]);
  });

  it.each<[string, { Id: string; Message: string }[], string]>([
    ["no entries", [], "EmptyBatchRequest"],
    [
      "eleven entries",
      [..."abcdefghijk"].map((Id) => ({ Id, Message: "x" })),
      "TooManyEntriesInBatchRequest",
    ],
    ["an id twice", ["a", "a"].map((Id) => ({ Id, Message: "x" })), "BatchEntryIdsNotDistinct"],
    ["an id with a dot", [{ Id: "a.b", Message: "x" }], "InvalidBatchEntryId"],
    [
      "more than 256 KiB in all",
      ["a", "b"].map((Id) => ({ Id, Message: "x".repeat(131_073) })),
      "BatchRequestTooLong",
    ],
  ])("refuses %s", async (_name, PublishBatchRequestEntries, code) => {
    const { call } = await snsHarness();

    expect(
      (await errorOf(call("PublishBatch", { TopicArn: TOPIC_ARN, PublishBatchRequestEntries })))?.code,
    ).toBe(code);
  });
});

describe("filter policies", () => {
  const kind = (value: string) => ({ MessageAttributes: { kind: text(value) } });
  const number = (value: string) => ({
    MessageAttributes: { n: { DataType: "Number", StringValue: value } },
  });
  const list = (value: string) => ({
    MessageAttributes: { tags: { DataType: "String.Array", StringValue: value } },
  });

  it.each<[string, object, object, object]>([
    ["an exact text", { kind: ["a", "b"] }, kind("b"), kind("c")],
    ["a prefix", { kind: [{ prefix: "price" }] }, kind("price-changed"), kind("stock")],
    ["anything but", { kind: [{ "anything-but": ["a"] }] }, kind("b"), kind("a")],
    ["existence", { kind: [{ exists: true }] }, kind("x"), number("1")],
    ["absence", { kind: [{ exists: false }] }, number("1"), kind("x")],
    ["a number", { n: [100] }, number("100.0"), number("101")],
    ["a numeric range", { n: [{ numeric: [">", 0, "<=", 5] }] }, number("5"), number("0")],
    ["a value of a list", { tags: ["b"] }, list('["a","b"]'), list('["a"]')],
    [
      "every key",
      { kind: ["a"], n: [1] },
      { MessageAttributes: { ...kind("a").MessageAttributes, ...number("1").MessageAttributes } },
      kind("a"),
    ],
    ["one of $or", { $or: [{ kind: ["a"] }, { n: [1] }] }, number("1"), number("2")],
  ])("on attributes let pass %s", async (_name, policy, passing, stopped) => {
    const { subscribe, publish, settledBodies } = await snsHarness();
    await subscribe("sqs", queueArn("q"), {
      RawMessageDelivery: "true",
      FilterPolicy: JSON.stringify(policy),
    });

    await publish("passes", passing);
    await publish("stopped", stopped);

    expect(await settledBodies("q")).toEqual(["passes"]);
  });

  it("on the body look into JSON objects and stop everything else", async () => {
    const { subscribe, publish, settledBodies } = await snsHarness();
    await subscribe("sqs", queueArn("q"), {
      RawMessageDelivery: "true",
      FilterPolicy: '{"data":{"items":{"price":[{"numeric":[">=",100]}]}}}',
      FilterPolicyScope: "MessageBody",
    });

    await publish('{"data":{"items":[{"price":99},{"price":100}]}}');
    await publish('{"data":{"items":[{"price":99}]}}');
    await publish("no JSON");
    await publish("[100]");

    expect(await settledBodies("q")).toHaveLength(1);
  });

  it("that are empty let everything pass", async () => {
    const { subscribe, publish, settledBodies } = await snsHarness();
    await subscribe("sqs", queueArn("q"), { RawMessageDelivery: "true", FilterPolicy: "{}" });

    await publish("a");

    expect(await settledBodies("q")).toEqual(["a"]);
  });
});

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

describe("permission to publish", () => {
  it("is asked for with the topic's policy", async () => {
    const asked: unknown[] = [];
    const { kernel, call } = await snsHarness({
      authorizer: {
        denial(_principal, { action, resource }, policy) {
          asked.push([action, resource, policy]);
          return "not allowed";
        },
      },
    });
    await call("SetTopicAttributes", {
      TopicArn: TOPIC_ARN,
      AttributeName: "Policy",
      AttributeValue: '{"Statement":[]}',
    });
    const role = { type: "role", arn: "arn:aws:iam::000000000000:role/r", session: "s" } as const;

    await expect(
      kernel.calls.perform(role, "sns", "Publish", { TopicArn: TOPIC_ARN, Message: "x" }),
    ).rejects.toThrow(AccessDeniedError);

    expect(asked).toEqual([["sns:Publish", TOPIC_ARN, { Statement: [] }]]);
  });
});
