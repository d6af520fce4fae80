import { queueArn, snsHarness, text } from "./sns-harness";

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
