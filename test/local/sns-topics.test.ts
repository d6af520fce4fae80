import { UnsupportedError } from "../../local/kernel/errors";
import { OPEN_POLICY, OPEN_POLICY_JSON } from "./open-policy";
import { queueArn, snsHarness, TOPIC_ARN } from "./sns-harness";
import { errorOf } from "./sqs-harness";

describe("topics", () => {
  it("are created once, listed and deleted", async () => {
    const { call } = await snsHarness();

    expect(await call("CreateTopic", { Name: "dev-prices" })).toEqual({ TopicArn: TOPIC_ARN });
    expect(await call("ListTopics")).toEqual({ Topics: [{ TopicArn: TOPIC_ARN }] });
    await call("DeleteTopic", { TopicArn: TOPIC_ARN });
    await call("DeleteTopic", { TopicArn: TOPIC_ARN });
    expect(await call("ListTopics")).toEqual({ Topics: [] });
  });

  it("are listed in pages of a hundred", async () => {
    const { call } = await snsHarness();
    for (let index = 0; index < 100; index++) await call("CreateTopic", { Name: `t${index}` });

    const first = await call<{ Topics: object[]; NextToken: string }>("ListTopics");
    const second = await call<{ Topics: object[] }>("ListTopics", { NextToken: first.NextToken });

    expect([first.Topics.length, second.Topics.length]).toEqual([100, 1]);
    expect(second).not.toHaveProperty("NextToken");
  });

  it("show AWS's default policy and are closed to other services by it", async () => {
    const { call, subscribe, services } = await snsHarness();
    await subscribe("sqs", queueArn("q"));
    await subscribe("email", "a@example.com");

    const { Attributes } = await call<{ Attributes: Map<string, string> }>("GetTopicAttributes", {
      TopicArn: TOPIC_ARN,
    });

    expect(Object.fromEntries(Attributes)).toMatchObject({
      TopicArn: TOPIC_ARN,
      Owner: "000000000000",
      DisplayName: "",
      SubscriptionsConfirmed: "1",
      SubscriptionsPending: "1",
    });
    expect(JSON.parse(Attributes.get("Policy") ?? "")).toMatchObject({ Id: "__default_policy_ID" });
    expect(services[1]?.resourcePolicy?.(TOPIC_ARN)).toBeUndefined();
  });

  it("take attributes, a policy among them", async () => {
    const { call, services } = await snsHarness();
    const set = (AttributeName: string, AttributeValue: string) =>
      call("SetTopicAttributes", { TopicArn: TOPIC_ARN, AttributeName, AttributeValue });

    await set("DisplayName", "Prices");
    await set("Policy", OPEN_POLICY_JSON);

    const { Attributes } = await call<{ Attributes: Map<string, string> }>("GetTopicAttributes", {
      TopicArn: TOPIC_ARN,
    });
    expect(Attributes.get("DisplayName")).toBe("Prices");
    expect(services[1]?.resourcePolicy?.(TOPIC_ARN)).toEqual(OPEN_POLICY);
    expect((await errorOf(set("Policy", "{")))?.code).toBe("InvalidParameter");
    expect((await errorOf(set("Colour", "red")))?.message).toBe("Invalid parameter: AttributeName");
  });

  it("have tags", async () => {
    const { call } = await snsHarness();

    await call("TagResource", { ResourceArn: TOPIC_ARN, Tags: [{ Key: "team", Value: "shop" }] });

    expect(await call("ListTagsForResource", { ResourceArn: TOPIC_ARN })).toEqual({
      Tags: [{ Key: "team", Value: "shop" }],
    });
  });

  it.each<[string, object, string, string]>([
    ["CreateTopic", { Name: "a b" }, "InvalidParameter", "Invalid parameter: Topic Name"],
    [
      "CreateTopic",
      { Name: "dev-prices", Attributes: { DisplayName: "other" } },
      "InvalidParameter",
      "Invalid parameter: Attributes Reason: Topic already exists with different attributes",
    ],
    [
      "GetTopicAttributes",
      { TopicArn: "arn:x" },
      "InvalidParameter",
      "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 2",
    ],
    ["GetTopicAttributes", { TopicArn: `${TOPIC_ARN}x` }, "NotFound", "Topic does not exist"],
    ["Publish", { TopicArn: `${TOPIC_ARN}x`, Message: "x" }, "NotFound", "Topic does not exist"],
  ])("%s refuses %j", async (operation, input, code, message) => {
    const { call } = await snsHarness();

    expect(await errorOf(call(operation, input))).toEqual({ code, message });
  });

  it("of the FIFO kind, archives and phone numbers are unsupported by name", async () => {
    const { call } = await snsHarness();

    await expect(call("CreateTopic", { Name: "a.fifo" })).rejects.toThrow(UnsupportedError);
    await expect(call("CreateTopic", { Name: "a", Attributes: { FifoTopic: "true" } })).rejects.toThrow(
      /FifoTopic/,
    );
    await expect(call("CreateTopic", { Name: "a", DataProtectionPolicy: "{}" })).rejects.toThrow(
      /DataProtectionPolicy/,
    );
    await expect(call("Publish", { PhoneNumber: "+491", Message: "x" })).rejects.toThrow(/PhoneNumber/);
  });
});
