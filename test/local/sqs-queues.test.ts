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
    ["Policy", '{"Statement":[]}', "{"],
  ])("takes %s of %s and refuses %s", async (attribute, good, bad) => {
    const { create } = sqsHarness();

    expect(await errorOf(create("good", { [attribute]: good }))).toBeUndefined();
    expect(await errorOf(create("bad", { [attribute]: bad }))).toEqual({
      code: "InvalidAttributeValue",
      message: `Invalid value for the parameter ${attribute}.`,
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

describe("GetQueueAttributes", () => {
  it("gives AWS's defaults", async () => {
    const { create, call, kernel } = sqsHarness();
    const url = await create("dev-orders");

    const { Attributes } = await call("GetQueueAttributes", { QueueUrl: url, AttributeNames: ["All"] });

    expect(Attributes).toEqual({
      QueueArn: "arn:aws:sqs:eu-central-1:000000000000:dev-orders",
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
      ApproximateNumberOfMessagesDelayed: "0",
      CreatedTimestamp: String(kernel.clock.now() / 1_000),
      LastModifiedTimestamp: String(kernel.clock.now() / 1_000),
      VisibilityTimeout: "30",
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "345600",
      DelaySeconds: "0",
      ReceiveMessageWaitTimeSeconds: "0",
      SqsManagedSseEnabled: "true",
    });
  });

  it("gives what a FIFO queue has beyond that", async () => {
    const { create, call } = sqsHarness();
    const url = await create("dev-orders.fifo", { FifoQueue: "true" });

    const { Attributes } = await call("GetQueueAttributes", {
      QueueUrl: url,
      AttributeNames: ["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"],
    });

    expect(Attributes).toEqual({
      FifoQueue: "true",
      ContentBasedDeduplication: "false",
      DeduplicationScope: "queue",
      FifoThroughputLimit: "perQueue",
    });
  });

  it("counts visible, delayed and received messages apart", async () => {
    const { create, call, send, receive } = sqsHarness();
    const url = await create("dev-orders");
    for (const body of ["a", "b", "c"]) await send(url, body);
    await send(url, "later", { DelaySeconds: 60 });
    await receive(url, { MaxNumberOfMessages: 2 });

    const names = ["", "NotVisible", "Delayed"].map((suffix) => `ApproximateNumberOfMessages${suffix}`);
    const { Attributes } = await call("GetQueueAttributes", { QueueUrl: url, AttributeNames: names });

    expect(Object.values(Attributes as object)).toEqual(["1", "2", "1"]);
  });

  it("gives nothing for attributes that are not set and refuses names that do not exist", async () => {
    const { create, call } = sqsHarness();
    const url = await create("dev-orders");

    expect(await call("GetQueueAttributes", { QueueUrl: url, AttributeNames: ["Policy"] })).toEqual({});
    expect(await errorOf(call("GetQueueAttributes", { QueueUrl: url, AttributeNames: ["Colour"] }))).toEqual({
      code: "InvalidAttributeName",
      message: "Unknown Attribute Colour.",
    });
  });
});

describe("SetQueueAttributes", () => {
  it("changes what is named and keeps the rest", async () => {
    const { create, call } = sqsHarness();
    const url = await create("dev-orders", { DelaySeconds: "7" });

    await call("SetQueueAttributes", { QueueUrl: url, Attributes: { VisibilityTimeout: "90" } });

    const { Attributes } = await call("GetQueueAttributes", {
      QueueUrl: url,
      AttributeNames: ["VisibilityTimeout", "DelaySeconds"],
    });
    expect(Attributes).toEqual({ VisibilityTimeout: "90", DelaySeconds: "7" });
  });

  it("takes a policy away with an empty text", async () => {
    const { create, call, service } = sqsHarness();
    const url = await create("dev-orders", { Policy: '{"Statement":[]}' });
    expect(service.resourcePolicy?.("arn:aws:sqs:eu-central-1:000000000000:dev-orders")).toEqual({
      Statement: [],
    });

    await call("SetQueueAttributes", { QueueUrl: url, Attributes: { Policy: "" } });

    expect(service.resourcePolicy?.("arn:aws:sqs:eu-central-1:000000000000:dev-orders")).toBeUndefined();
  });

  it("refuses both kinds of encryption at once and switches from one to the other", async () => {
    const { create, call } = sqsHarness();
    const url = await create("dev-orders");

    expect(
      await errorOf(
        call("SetQueueAttributes", {
          QueueUrl: url,
          Attributes: { KmsMasterKeyId: "alias/x", SqsManagedSseEnabled: "true" },
        }),
      ),
    ).toEqual({
      code: "InvalidAttributeName",
      message:
        "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
    });
    await call("SetQueueAttributes", { QueueUrl: url, Attributes: { KmsMasterKeyId: "alias/x" } });
    const { Attributes } = await call("GetQueueAttributes", {
      QueueUrl: url,
      AttributeNames: ["KmsMasterKeyId", "SqsManagedSseEnabled"],
    });
    expect(Attributes).toEqual({ KmsMasterKeyId: "alias/x", SqsManagedSseEnabled: "false" });
  });

  it("refuses to make a queue another type", async () => {
    const { create, call } = sqsHarness();
    const url = await create("dev-orders.fifo", { FifoQueue: "true" });

    expect(
      await errorOf(call("SetQueueAttributes", { QueueUrl: url, Attributes: { FifoQueue: "false" } })),
    ).toEqual({
      code: "InvalidAttributeValue",
      message: "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
    });
  });

  it("refuses high throughput without deduplication per group", async () => {
    const { create } = sqsHarness();

    expect(
      (await errorOf(create("a.fifo", { FifoQueue: "true", FifoThroughputLimit: "perMessageGroupId" })))
        ?.code,
    ).toBe("InvalidAttributeValue");
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
