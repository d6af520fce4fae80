import type { Authorizer } from "../../local/kernel/policy";
import { BUS_ARN, eventsHarness, FUNCTION_ARN, queueArn, RULE_ARN } from "./events-harness";

const topicArn = "arn:aws:sns:eu-central-1:000000000000:dev-prices";
const groupArn = "arn:aws:logs:eu-central-1:000000000000:log-group:/dev/audit";

describe("a rule delivers", () => {
  it("to a queue, with the trace", async () => {
    const { kernel, target, messages, work } = await eventsHarness();
    await target({});
    const entry = { EventBusName: "dev-shop", Source: "shop.basket", DetailType: "x", Detail: "{}" };
    const traceId = "1-6955b900-0123456789abcdef01234567";

    await kernel.calls.perform(
      { type: "operator" },
      "events",
      "PutEvents",
      { Entries: [entry] },
      { traceId },
    );
    await work.settle();

    expect(messages("q")[0]?.systemAttributes).toMatchObject({ AWSTraceHeader: `Root=${traceId}` });
    expect(
      kernel.traces.find(traceId).map(({ from, action, kind, label }) => [from, action, kind, label]),
    ).toEqual([
      ["operator", "events:PutEvents", "bus", "shop"],
      ["events.amazonaws.com", "sqs:SendMessage", "queue", "q"],
    ]);
  });

  it("with the trace that an entry names", async () => {
    const { put, target, messages, work } = await eventsHarness();
    await target({});

    await put({}, { TraceHeader: "Root=1-11111111-222222222222222222222222;Sampled=1" });
    await work.settle();

    expect(messages("q")[0]?.systemAttributes).toMatchObject({
      AWSTraceHeader: "Root=1-11111111-222222222222222222222222",
    });
  });

  it.each([
    ["orders", "orders"],
    ["$.detail.user", "ada"],
  ])("to a FIFO queue, with the message group id %s", async (MessageGroupId, group) => {
    const { cloud, call, put } = await withFifoQueue();
    await call("PutTargets", {
      Rule: "dev-orders",
      EventBusName: "dev-shop",
      Targets: [{ Id: "fifo", Arn: queueArn("q.fifo"), SqsParameters: { MessageGroupId } }],
    });

    await put({ user: "ada" });
    await put({ user: "ada", again: true });
    await cloud.work.settle();

    expect(
      cloud.messages("q.fifo").map(({ systemAttributes }) => systemAttributes["MessageGroupId"]),
    ).toEqual([group, group]);
  });

  it("to a function, asynchronously and as the rule", async () => {
    const { target, put, work, invocations } = await eventsHarness();
    await target({ Arn: FUNCTION_ARN });

    const id = await put({ orderId: 7 });
    expect(invocations).toEqual([]);
    await work.settle();

    expect(invocations).toHaveLength(1);
    const [invocation] = invocations;
    expect(invocation?.input).toMatchObject({ FunctionName: FUNCTION_ARN, InvocationType: "Event" });
    const payload = JSON.parse(String(invocation?.input["Payload"]));
    expect(payload).toMatchObject({ id, detail: { orderId: 7 } });
    expect(invocation?.call.principal).toEqual({
      type: "service",
      name: "events.amazonaws.com",
      sourceArn: RULE_ARN,
      sourceAccount: "000000000000",
    });
  });

  it("to a topic", async () => {
    const cloud = await eventsHarness();
    await cloud.call("PutTargets", {
      Rule: "dev-orders",
      EventBusName: "dev-shop",
      Targets: [{ Id: "topic", Arn: topicArn, InputPath: "$.detail" }],
    });
    await cloud.cloudCall("sns", "CreateTopic", { Name: "dev-prices" });
    await cloud.cloudCall("sns", "Subscribe", {
      TopicArn: topicArn,
      Protocol: "sqs",
      Endpoint: queueArn("q"),
      Attributes: { RawMessageDelivery: "true" },
    });

    await cloud.put({ productId: "p" });

    expect(await cloud.settledBodies("q")).toEqual(['{"productId":"p"}']);
  });

  it("to another bus, where the event is still the same event", async () => {
    const { call, target, put, settledBodies } = await eventsHarness();
    await target({ Arn: BUS_ARN.replace("dev-shop", "default") });
    await call("PutRule", { Name: "audit", EventPattern: '{"source":["shop.basket"]}' });
    await call("PutTargets", { Rule: "audit", Targets: [{ Id: "q", Arn: queueArn("q") }] });

    const id = await put({ orderId: 1 }, { Time: 1_700_000_000, Resources: ["r"] });

    const [body = "{}"] = await settledBodies("q");
    expect(JSON.parse(body)).toMatchObject({
      id,
      time: "2023-11-14T22:13:20Z",
      resources: ["r"],
      detail: { orderId: 1 },
    });
  });

  it("to a log group, an event to a line", async () => {
    const { target, put, work, cloudCall, logLinesOf } = await eventsHarness();
    await cloudCall("logs", "CreateLogGroup", { logGroupName: "/dev/audit" });
    await target({ Arn: `${groupArn}:*` });

    const id = await put({});
    await work.settle();

    expect(logLinesOf("/dev/audit").map((line) => JSON.parse(line))).toMatchObject([{ id }]);
  });

  it("to a log group what a transformer makes of the event", async () => {
    const { target, put, work, cloudCall, logLinesOf } = await eventsHarness();
    await cloudCall("logs", "CreateLogGroup", { logGroupName: "/dev/audit" });
    await target({
      Arn: groupArn,
      InputTransformer: {
        InputPathsMap: { at: "$.time", id: "$.detail.orderId" },
        InputTemplate: '{"timestamp": <at>, "message": "order <id>"}',
      },
    });

    await put({ orderId: 7 });
    await work.settle();

    expect(logLinesOf("/dev/audit")).toEqual(["order 7"]);
  });

  it("to every target of every rule that matches, and to no other", async () => {
    const { call, target, put, settledBodies } = await eventsHarness();
    await target({ Id: "a", Input: '"a"' });
    await target({ Id: "b", Input: '"b"' });
    for (const [Name, source] of [
      ["dev-second", "shop.basket"],
      ["dev-third", "shop.product"],
    ]) {
      const EventBusName = "dev-shop";
      await call("PutRule", { Name, EventBusName, EventPattern: JSON.stringify({ source: [source] }) });
      const Targets = [{ Id: "q", Arn: queueArn("q"), Input: JSON.stringify(Name) }];
      await call("PutTargets", { Rule: Name, EventBusName, Targets });
    }

    await put();

    expect(await settledBodies("q")).toEqual(['"a"', '"b"', '"dev-second"']);
  });

  it("twice when a fault says so", async () => {
    const { kernel, target, put, settledBodies } = await eventsHarness();
    await target({ InputPath: "$.detail.n" });
    kernel.faults.inject({
      on: "events:InvokeTarget",
      resource: "dev-orders",
      effect: "duplicate",
      times: 1,
    });

    await put({ n: 1 });
    await put({ n: 2 });

    expect(await settledBodies("q")).toEqual(["1", "1", "2"]);
  });

  it("with the target's role, which has to trust EventBridge", async () => {
    const asked: unknown[] = [];
    const authorizer: Authorizer = {
      denial: (principal, { action, resource }) => {
        asked.push([principal.type === "role" ? principal.session : principal.type, action, resource]);
        return undefined;
      },
    };
    const { target, put, settledBodies } = await eventsHarness({ authorizer });
    const RoleArn = "arn:aws:iam::000000000000:role/dev-events";
    await target({ RoleArn, Input: "1" });

    await put();

    expect(await settledBodies("q")).toEqual(["1"]);
    expect(asked).toEqual([
      ["service", "sts:AssumeRole", RoleArn],
      ["dev-orders", "sqs:SendMessage", queueArn("q")],
    ]);
  });
});

async function withFifoQueue() {
  const cloud = await eventsHarness();
  await cloud.cloudCall("sqs", "CreateQueue", {
    QueueName: "q.fifo",
    Attributes: { FifoQueue: "true", ContentBasedDeduplication: "true" },
  });
  return { cloud, call: cloud.call, put: cloud.put };
}
