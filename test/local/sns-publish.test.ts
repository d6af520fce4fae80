import { AccessDeniedError } from "../../local/kernel/errors";
import { OPEN_POLICY, OPEN_POLICY_JSON } from "./open-policy";
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

  it("says nothing of a trace that the publisher did not name", async () => {
    const { subscribe, publish, work, queues } = await snsHarness();
    await subscribe("sqs", queueArn("q"));

    await publish("x");
    await work.settle();

    expect(queues.inspect("q")?.messages[0]?.systemAttributes).not.toHaveProperty("AWSTraceHeader");
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
      "an attribute without type",
      { MessageAttributes: { a: { StringValue: "x" } } },
      "The message attribute 'a' must contain non-empty message attribute type.",
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
      AttributeValue: OPEN_POLICY_JSON,
    });
    const role = { type: "role", arn: "arn:aws:iam::000000000000:role/r", session: "s" } as const;

    await expect(
      kernel.calls.perform(role, "sns", "Publish", { TopicArn: TOPIC_ARN, Message: "x" }),
    ).rejects.toThrow(AccessDeniedError);

    expect(asked).toEqual([["sns:Publish", TOPIC_ARN, OPEN_POLICY]]);
  });
});
