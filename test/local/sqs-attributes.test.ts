import { OPEN_POLICY, OPEN_POLICY_JSON } from "./open-policy";
import { errorOf, sqsHarness } from "./sqs-harness";

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
    const url = await create("dev-orders", { Policy: OPEN_POLICY_JSON });
    expect(service.resourcePolicy?.("arn:aws:sqs:eu-central-1:000000000000:dev-orders")).toEqual(OPEN_POLICY);

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
