import { OPEN_POLICY, OPEN_POLICY_JSON } from "./open-policy";
import { queueArn, snsHarness, TOPIC_ARN } from "./sns-harness";

const context = { address: "dev-test/aws_sns_topic.t", stackDirectory: process.cwd() };

async function resourceOf(type: string) {
  const harness = await snsHarness();
  const resource = harness.services
    .flatMap(({ resources = [] }) => resources)
    .find((one) => one.type === type);
  if (resource === undefined) throw new Error(`no service models ${type}`);
  return { ...harness, resource };
}

describe("aws_sns_topic", () => {
  it("makes a topic and exposes what expressions refer to", async () => {
    const { provision, call } = await snsHarness();

    const exposed = await provision("aws_sns_topic", {
      name: "dev-alarms",
      display_name: "Alarms",
      kms_master_key_id: "alias/aws/sns",
      policy: OPEN_POLICY_JSON,
      tags: { team: "shop" },
    });

    const arn = "arn:aws:sns:eu-central-1:000000000000:dev-alarms";
    expect(exposed).toMatchObject({ id: arn, arn, name: "dev-alarms", owner: "000000000000" });
    const { Attributes } = await call<{ Attributes: Map<string, string> }>("GetTopicAttributes", {
      TopicArn: arn,
    });
    expect(Object.fromEntries(Attributes)).toMatchObject({
      DisplayName: "Alarms",
      KmsMasterKeyId: "alias/aws/sns",
      Policy: OPEN_POLICY_JSON,
    });
    expect(await call("ListTagsForResource", { ResourceArn: arn })).toEqual({
      Tags: [{ Key: "team", Value: "shop" }],
    });
  });

  it("changes in place, keeping subscriptions, and goes when removed", async () => {
    const { resource, call, subscribe } = await resourceOf("aws_sns_topic");
    const config = resource.arguments.parse({ name: "dev-prices" });
    const attributes = await resource.apply(config, context);
    await subscribe("sqs", queueArn("q"));

    const changed = resource.arguments.parse({ name: "dev-prices", display_name: "New" });
    await resource.apply(changed, { ...context, prior: { config, attributes } });
    expect(await call("ListSubscriptionsByTopic", { TopicArn: TOPIC_ARN })).toMatchObject({
      Subscriptions: [{ Endpoint: queueArn("q") }],
    });

    await resource.remove(changed, attributes, context);
    expect(await call("ListTopics")).toEqual({ Topics: [] });
  });

  it("refuses FIFO topics by name", async () => {
    const { provision } = await snsHarness();

    await expect(provision("aws_sns_topic", { name: "a.fifo", fifo_topic: true })).rejects.toThrow(/a\.fifo/);
  });
});

describe("aws_sns_topic_policy", () => {
  it("sets the policy of a topic and takes it away again", async () => {
    const { resource, services } = await resourceOf("aws_sns_topic_policy");
    const config = { arn: TOPIC_ARN, policy: OPEN_POLICY_JSON };

    const attributes = await resource.apply(config, context);
    expect(services[1]?.resourcePolicy?.(TOPIC_ARN)).toEqual(OPEN_POLICY);

    await resource.remove(config, attributes, context);
    expect(services[1]?.resourcePolicy?.(TOPIC_ARN)).toBeUndefined();
  });
});

describe("aws_sns_topic_subscription", () => {
  it("subscribes, changes in place and unsubscribes", async () => {
    const { resource, publish, settledBodies, call } = await resourceOf("aws_sns_topic_subscription");
    const base = {
      topic_arn: TOPIC_ARN,
      protocol: "sqs",
      endpoint: queueArn("q"),
      raw_message_delivery: true,
    };
    const config = resource.arguments.parse({ ...base, filter_policy: '{"kind":["a"]}' });

    const attributes = await resource.apply(config, context);
    expect(attributes).toMatchObject({
      id: expect.stringMatching(new RegExp(`^${TOPIC_ARN}:`)),
      arn: attributes["id"],
      owner_id: "000000000000",
      pending_confirmation: false,
    });
    await publish("filtered");
    const open = resource.arguments.parse(base);
    const changed = await resource.apply(open, { ...context, prior: { config, attributes } });
    await publish("open");

    expect(changed["arn"]).toBe(attributes["arn"]);
    expect(await settledBodies("q")).toEqual(["open"]);
    await resource.remove(open, changed, context);
    expect(await call("ListSubscriptions")).toEqual({ Subscriptions: [] });
  });

  it("leaves email addresses pending", async () => {
    const { provision } = await snsHarness();

    expect(
      await provision("aws_sns_topic_subscription", {
        topic_arn: TOPIC_ARN,
        protocol: "email",
        endpoint: "ops@example.com",
      }),
    ).toMatchObject({ pending_confirmation: true });
  });
});
