import { UnsupportedError } from "../../local/kernel/errors";
import { queueArn, snsHarness, TOPIC_ARN } from "./sns-harness";
import { errorOf } from "./sqs-harness";

describe("subscriptions", () => {
  it("of queues and functions are confirmed at once, and made once", async () => {
    const { call, subscribe } = await snsHarness();

    const arn = await subscribe("sqs", queueArn("q"), { RawMessageDelivery: "true" });

    expect(arn).toMatch(new RegExp(`^${TOPIC_ARN}:[0-9a-f-]{36}$`));
    expect(await subscribe("sqs", queueArn("q"), { RawMessageDelivery: "true" })).toBe(arn);
    expect(await errorOf(subscribe("sqs", queueArn("q"), { RawMessageDelivery: "false" }))).toEqual({
      code: "InvalidParameter",
      message: "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
    });
    const summary = {
      SubscriptionArn: arn,
      Owner: "000000000000",
      Protocol: "sqs",
      Endpoint: queueArn("q"),
      TopicArn: TOPIC_ARN,
    };
    expect(await call("ListSubscriptions")).toEqual({ Subscriptions: [summary] });
    expect(await call("ListSubscriptionsByTopic", { TopicArn: TOPIC_ARN })).toEqual({
      Subscriptions: [summary],
    });
  });

  it("of email addresses wait for the token that is printed", async () => {
    const { call, publish, logLines, work } = await snsHarness();
    const { SubscriptionArn } = await call("Subscribe", {
      TopicArn: TOPIC_ARN,
      Protocol: "email",
      Endpoint: "ops@example.com",
    });
    expect(SubscriptionArn).toBe("pending confirmation");
    expect(await call("ListSubscriptions")).toMatchObject({
      Subscriptions: [{ SubscriptionArn: "PendingConfirmation" }],
    });
    await publish("before");
    await work.settle();

    const token = /--token (\w+)/.exec(logLines.join("\n"))?.[1];
    const confirmed = await call("ConfirmSubscription", { TopicArn: TOPIC_ARN, Token: token });
    await publish("after", { Subject: "Alarm" });
    await work.settle();

    expect(confirmed["SubscriptionArn"]).toMatch(new RegExp(`^${TOPIC_ARN}:`));
    expect(logLines.filter((line) => /before|after/.test(line))).toEqual([
      'email to ops@example.com, subject "Alarm": after',
    ]);
    expect((await errorOf(call("ConfirmSubscription", { TopicArn: TOPIC_ARN, Token: token })))?.message).toBe(
      "Invalid parameter: Token",
    );
  });

  it("show their attributes and take changes", async () => {
    const { call, subscribe } = await snsHarness();
    const SubscriptionArn = await subscribe("sqs", queueArn("q"));
    const set = (AttributeName: string, AttributeValue: string) =>
      call("SetSubscriptionAttributes", { SubscriptionArn, AttributeName, AttributeValue });

    await set("RawMessageDelivery", "true");
    await set("FilterPolicy", '{"kind":["a"]}');
    await set("RedrivePolicy", JSON.stringify({ deadLetterTargetArn: queueArn("dlq") }));

    const { Attributes } = await call<{ Attributes: Map<string, string> }>("GetSubscriptionAttributes", {
      SubscriptionArn,
    });
    expect(Object.fromEntries(Attributes)).toEqual({
      SubscriptionArn,
      TopicArn: TOPIC_ARN,
      Protocol: "sqs",
      Endpoint: queueArn("q"),
      Owner: "000000000000",
      SubscriptionPrincipal: "arn:aws:iam::000000000000:root",
      ConfirmationWasAuthenticated: "true",
      PendingConfirmation: "false",
      RawMessageDelivery: "true",
      FilterPolicy: '{"kind":["a"]}',
      FilterPolicyScope: "MessageAttributes",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dlq") }),
    });
  });

  it("that are gone can be cancelled again, but nothing that is no ARN", async () => {
    const { call, subscribe } = await snsHarness();
    const SubscriptionArn = await subscribe("sqs", queueArn("q"));
    const notAnArn = {
      code: "InvalidParameter",
      message: "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1",
    };

    await call("Unsubscribe", { SubscriptionArn });
    await call("Unsubscribe", { SubscriptionArn });

    expect(await errorOf(call("Unsubscribe", { SubscriptionArn: "none" }))).toEqual(notAnArn);
    expect(await errorOf(call("Unsubscribe", {}))).toEqual(notAnArn);
  });

  it("end when they are cancelled, also with retries waiting", async () => {
    const { call, subscribe, publish, kernel, work, queues } = await snsHarness();
    const SubscriptionArn = await subscribe("sqs", queueArn("q"));
    const mend = kernel.faults.inject({ on: "sqs:SendMessage", effect: "error" });
    await publish("x");
    await work.settle();
    mend();

    await call("Unsubscribe", { SubscriptionArn });
    await work.advance(60_000);

    expect(queues.inspect("q")?.messages).toEqual([]);
    expect(await call("ListSubscriptions")).toEqual({ Subscriptions: [] });
    expect(await errorOf(call("GetSubscriptionAttributes", { SubscriptionArn }))).toEqual({
      code: "NotFound",
      message: "Subscription does not exist",
    });
  });

  it.each<[string, string, string, object, string]>([
    ["a URL as queue", "sqs", "http://x/q", {}, "SQS endpoint ARN"],
    [
      "a FIFO queue",
      "sqs",
      queueArn("q.fifo"),
      {},
      "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    ],
    ["a name as function", "lambda", "fn", {}, "Lambda endpoint ARN"],
    ["no email address", "email", "ops", {}, "Email address"],
    ["an unknown protocol", "pigeon", "x", {}, "Amazon SNS does not support this protocol string: pigeon"],
    [
      "a raw email",
      "email",
      "a@b",
      { RawMessageDelivery: "true" },
      "Attributes Reason: Delivery protocol [email] does not support raw message delivery.",
    ],
    [
      "an unknown filter scope",
      "sqs",
      queueArn("q"),
      { FilterPolicyScope: "Body" },
      "Attributes Reason: FilterPolicyScope: Invalid value [Body]. Please use either MessageBody or MessageAttributes",
    ],
    [
      "a wrong filter policy",
      "sqs",
      queueArn("q"),
      { FilterPolicy: '{"key":[{"suffix":100}]}' },
      "Attributes Reason: FilterPolicy: suffix match pattern must be a string",
    ],
    [
      "a nested policy on attributes",
      "sqs",
      queueArn("q"),
      { FilterPolicy: '{"a":{"b":["x"]}}' },
      "Attributes Reason: FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy",
    ],
    [
      "a policy of six keys",
      "sqs",
      queueArn("q"),
      { FilterPolicy: '{"a":["x"],"b":["x"],"c":["x"],"d":["x"],"e":["x"],"f":["x"]}' },
      "Attributes Reason: FilterPolicy: Filter policy can not have more than 5 keys",
    ],
    [
      "a policy of 151 combinations",
      "sqs",
      queueArn("q"),
      { FilterPolicy: JSON.stringify({ a: Array(151).fill("x") }) },
      "Attributes Reason: FilterPolicy: Filter policy is too complex",
    ],
    [
      "a redrive policy without queue",
      "sqs",
      queueArn("q"),
      { RedrivePolicy: "{}" },
      "Attributes Reason: RedrivePolicy: deadLetterTargetArn is an invalid arn",
    ],
    ["an unknown attribute", "sqs", queueArn("q"), { Colour: "red" }, "AttributeName"],
  ])("refuse %s", async (_name, protocol, endpoint, attributes, what) => {
    const { subscribe } = await snsHarness();

    expect(await errorOf(subscribe(protocol, endpoint, attributes as Record<string, string>))).toEqual({
      code: "InvalidParameter",
      message: `Invalid parameter: ${what}`,
    });
  });

  it("of other protocols are unsupported by name", async () => {
    const { subscribe } = await snsHarness();

    for (const protocol of ["http", "https", "sms", "application", "firehose"]) {
      await expect(subscribe(protocol, "https://x")).rejects.toThrow(UnsupportedError);
    }
  });
});
