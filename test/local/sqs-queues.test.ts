import { OPEN_POLICY_JSON } from "./open-policy";
import { errorOf, sqsHarness } from "./sqs-harness";

describe("CreateQueue", () => {
  it("gives the URL, and the same for the same attributes", async () => {
    const { create } = sqsHarness();

    const url = await create("dev-orders", { DelaySeconds: "5" });

    expect(url).toBe("http://127.0.0.1:4566/000000000000/dev-orders");
    expect(await create("dev-orders", { DelaySeconds: "5" })).toBe(url);
  });

  it("refuses other attributes for a name that is taken", async () => {
    const { create } = sqsHarness();
    await create("dev-orders", { DelaySeconds: "5" });

    expect(await errorOf(create("dev-orders", { DelaySeconds: "6" }))).toEqual({
      code: "QueueNameExists",
      message: "A queue already exists with the same name and a different value for attribute DelaySeconds",
    });
  });

  it.each<[string, string, Record<string, string>, string, string]>([
    [
      "a name with a dot",
      "a.b",
      {},
      "InvalidParameterValueException",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    ],
    [
      "a name of 81 characters",
      "a".repeat(81),
      {},
      "InvalidParameterValueException",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    ],
    [
      "a FIFO queue without suffix",
      "orders",
      { FifoQueue: "true" },
      "InvalidParameterValueException",
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
    ],
    [
      "no name",
      "",
      {},
      "MissingRequiredParameterException",
      "The request must contain the parameter QueueName.",
    ],
    ["an unknown attribute", "a", { Colour: "red" }, "InvalidAttributeName", "Unknown Attribute Colour."],
    [
      "a FIFO attribute of a standard queue",
      "a",
      { ContentBasedDeduplication: "true" },
      "InvalidAttributeName",
      "Unknown Attribute ContentBasedDeduplication.",
    ],
    ["FifoQueue false", "a", { FifoQueue: "false" }, "InvalidAttributeName", "Unknown Attribute FifoQueue."],
  ])("refuses %s", async (_name, QueueName, attributes, code, message) => {
    const { create } = sqsHarness();

    expect(await errorOf(create(QueueName, attributes))).toEqual({ code, message });
  });

  it.each<[string, string, string]>([
    ["DelaySeconds", "900", "901"],
    ["MaximumMessageSize", "1024", "1023"],
    ["MaximumMessageSize", "1048576", "1048577"],
    ["MessageRetentionPeriod", "60", "59"],
    ["MessageRetentionPeriod", "1209600", "1209601"],
    ["ReceiveMessageWaitTimeSeconds", "20", "21"],
    ["VisibilityTimeout", "43200", "43201"],
    ["VisibilityTimeout", "0", "-1"],
    ["KmsDataKeyReusePeriodSeconds", "60", "59"],
    ["SqsManagedSseEnabled", "false", "no"],
    ["Policy", OPEN_POLICY_JSON, "{"],
  ])("takes %s of %s and refuses %s", async (attribute, good, bad) => {
    const { create } = sqsHarness();

    expect(await errorOf(create("good", { [attribute]: good }))).toBeUndefined();
    expect(await errorOf(create("bad", { [attribute]: bad }))).toEqual({
      code: "InvalidAttributeValue",
      message: expect.stringContaining(`Invalid value for the parameter ${attribute}.`),
    });
  });

  it("refuses a name for a minute after the deletion of its queue", async () => {
    const { create, call, work } = sqsHarness();
    const url = await create("dev-orders");
    await call("DeleteQueue", { QueueUrl: url });

    expect((await errorOf(create("dev-orders")))?.code).toBe("QueueDeletedRecently");
    await work.advance(60_000);
    expect(await errorOf(create("dev-orders"))).toBeUndefined();
  });
});

describe("ListQueues", () => {
  it("lists by prefix, in pages when asked to", async () => {
    const { create, call } = sqsHarness();
    for (const name of ["dev-b", "dev-a", "dev-c", "prod-a"]) await create(name);
    const url = (name: string) => `http://127.0.0.1:4566/000000000000/${name}`;

    const all = await call("ListQueues", { QueueNamePrefix: "dev-" });
    const first = await call("ListQueues", { QueueNamePrefix: "dev-", MaxResults: 2 });
    const second = await call("ListQueues", {
      QueueNamePrefix: "dev-",
      MaxResults: 2,
      NextToken: first["NextToken"],
    });

    expect(all).toEqual({ QueueUrls: ["dev-a", "dev-b", "dev-c"].map(url) });
    expect(first["QueueUrls"]).toEqual(["dev-a", "dev-b"].map(url));
    expect(second).toEqual({ QueueUrls: [url("dev-c")] });
    expect(await call("ListQueues", { QueueNamePrefix: "none" })).toEqual({});
  });
});

describe("GetQueueUrl", () => {
  it("finds a queue by name and says when there is none", async () => {
    const { create, call } = sqsHarness();
    const url = await create("dev-orders");

    expect(await call("GetQueueUrl", { QueueName: "dev-orders" })).toEqual({ QueueUrl: url });
    expect(await errorOf(call("GetQueueUrl", { QueueName: "dev-others" }))).toEqual({
      code: "QueueDoesNotExist",
      message: "The specified queue does not exist.",
    });
    expect(
      (
        await errorOf(
          call("GetQueueUrl", { QueueName: "dev-orders", QueueOwnerAWSAccountId: "111111111111" }),
        )
      )?.code,
    ).toBe("QueueDoesNotExist");
  });
});

describe("DeleteQueue", () => {
  it("ends long polls on the queue", async () => {
    const { create, call, receive } = sqsHarness();
    const url = await create("dev-orders");

    const polling = errorOf(receive(url, { WaitTimeSeconds: 20 }));
    await call("DeleteQueue", { QueueUrl: url });

    expect((await polling)?.code).toBe("QueueDoesNotExist");
  });
});

describe("tags", () => {
  it("are set, added to and taken away", async () => {
    const { create, call } = sqsHarness();
    const url = await create("dev-orders");
    expect(await call("ListQueueTags", { QueueUrl: url })).toEqual({});

    await call("TagQueue", { QueueUrl: url, Tags: { team: "shop", stage: "dev" } });
    await call("TagQueue", { QueueUrl: url, Tags: { stage: "prod" } });
    await call("UntagQueue", { QueueUrl: url, TagKeys: ["team"] });

    expect(await call("ListQueueTags", { QueueUrl: url })).toEqual({ Tags: { stage: "prod" } });
  });
});
