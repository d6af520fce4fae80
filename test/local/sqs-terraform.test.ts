import type { Attributes } from "../../local/kernel/service";
import { OPEN_POLICY, OPEN_POLICY_JSON } from "./open-policy";
import { sqsHarness } from "./sqs-harness";

const context = { address: "dev-test/aws_sqs_queue.q", stackDirectory: process.cwd() };

/** Applies a change of a resource the way the Terraform engine does. */
async function applyChange(
  { services }: ReturnType<typeof sqsHarness>,
  type: string,
  config: object,
  prior?: { config: object; attributes: Attributes },
): Promise<Attributes> {
  const resource = services.flatMap((service) => service.resources ?? []).find((one) => one.type === type);
  if (resource === undefined) throw new Error(`no service models ${type}`);
  return resource.apply(resource.arguments.parse(config), {
    ...context,
    ...(prior === undefined ? {} : { prior }),
  });
}

async function attributesOf(harness: ReturnType<typeof sqsHarness>, url: unknown) {
  const { Attributes } = await harness.call<{ Attributes: Record<string, string> }>("GetQueueAttributes", {
    QueueUrl: url,
    AttributeNames: ["All"],
  });
  return Attributes;
}

describe("aws_sqs_queue", () => {
  it("makes a queue and exposes what expressions refer to", async () => {
    const harness = sqsHarness();

    const exposed = await harness.provision("aws_sqs_queue", {
      name: "dev-orders",
      visibility_timeout_seconds: "180",
      message_retention_seconds: 1_209_600,
      sqs_managed_sse_enabled: true,
      tags: { team: "shop" },
    });

    expect(exposed).toMatchObject({
      id: "http://127.0.0.1:4566/000000000000/dev-orders",
      url: "http://127.0.0.1:4566/000000000000/dev-orders",
      arn: "arn:aws:sqs:eu-central-1:000000000000:dev-orders",
      name: "dev-orders",
    });
    expect(await attributesOf(harness, exposed["url"])).toMatchObject({
      VisibilityTimeout: "180",
      MessageRetentionPeriod: "1209600",
      MaximumMessageSize: "262144",
      SqsManagedSseEnabled: "true",
    });
    expect(await harness.call("ListQueueTags", { QueueUrl: exposed["url"] })).toEqual({
      Tags: { team: "shop" },
    });
  });

  it("makes a FIFO queue with its attributes", async () => {
    const harness = sqsHarness();

    const { url } = await harness.provision("aws_sqs_queue", {
      name: "orders.fifo",
      fifo_queue: true,
      content_based_deduplication: true,
      deduplication_scope: "messageGroup",
      fifo_throughput_limit: "perMessageGroupId",
    });

    expect(await attributesOf(harness, url)).toMatchObject({
      FifoQueue: "true",
      ContentBasedDeduplication: "true",
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
    });
  });

  it("finds a name from a prefix", async () => {
    const harness = sqsHarness();

    const { name } = await harness.provision("aws_sqs_queue", { name_prefix: "dev-x-" });

    expect(name).toMatch(/^dev-x-.{26}$/);
  });

  it("changes in place, keeping messages and the policies that other resources set", async () => {
    const harness = sqsHarness();
    const config = { name: "q", visibility_timeout_seconds: 30 };
    const attributes = await applyChange(harness, "aws_sqs_queue", config);
    await applyChange(harness, "aws_sqs_queue_policy", {
      queue_url: attributes["url"],
      policy: OPEN_POLICY_JSON,
    });
    await harness.send(String(attributes["url"]), "kept");

    await applyChange(
      harness,
      "aws_sqs_queue",
      { name: "q", visibility_timeout_seconds: 60 },
      { config, attributes },
    );

    expect(harness.service.inspect("q")?.messages).toHaveLength(1);
    expect(await attributesOf(harness, attributes["url"])).toMatchObject({
      VisibilityTimeout: "60",
      Policy: OPEN_POLICY_JSON,
    });
  });

  it("is gone after its removal, and may come back at once", async () => {
    const harness = sqsHarness();
    const config = { name: "q" };
    const attributes = await applyChange(harness, "aws_sqs_queue", config);
    const resource = harness.services[0]?.resources?.find(({ type }) => type === "aws_sqs_queue");

    await resource?.remove(config, attributes, context);
    expect(harness.service.inspect("q")).toBeUndefined();

    await applyChange(harness, "aws_sqs_queue", config);
    expect(harness.service.inspect("q")).toBeDefined();
  });

  it("refuses arguments that it does not model", async () => {
    const harness = sqsHarness();

    await expect(harness.provision("aws_sqs_queue", { name: "q", colour: "red" })).rejects.toThrow("colour");
  });
});

describe("the resources of a queue's policies", () => {
  it("set one attribute each and take it away again", async () => {
    const harness = sqsHarness();
    const { url: queue_url, arn } = await harness.provision("aws_sqs_queue", { name: "q" });
    const dlq = await harness.provision("aws_sqs_queue", { name: "dlq" });
    const redrive_policy = JSON.stringify({ deadLetterTargetArn: dlq["arn"], maxReceiveCount: 3 });
    const redrive_allow_policy = JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [arn] });
    const policies: [string, string, string, object][] = [
      [
        "aws_sqs_queue_redrive_allow_policy",
        "RedriveAllowPolicy",
        redrive_allow_policy,
        { redrive_allow_policy },
      ],
      ["aws_sqs_queue_redrive_policy", "RedrivePolicy", redrive_policy, { redrive_policy }],
      ["aws_sqs_queue_policy", "Policy", OPEN_POLICY_JSON, { policy: OPEN_POLICY_JSON }],
    ];

    for (const [type, attribute, text, argument] of policies) {
      const exposed = await harness.provision(type, { queue_url, ...argument });
      expect(exposed["id"]).toBe(queue_url);
      expect((await attributesOf(harness, queue_url))[attribute]).toBe(text);
    }
    for (const [type, attribute, , argument] of policies) {
      const resource = harness.services[0]?.resources?.find((one) => one.type === type);
      await resource?.remove({ queue_url, ...argument }, {}, context);
      expect(await attributesOf(harness, queue_url)).not.toHaveProperty(attribute);
    }
  });
});

describe("permissions", () => {
  it("are asked for by action and queue, with the queue's policy", async () => {
    const asked: unknown[] = [];
    const harness = sqsHarness({
      authorizer: {
        denial: (_principal, { action, resource }, policy) => {
          asked.push([action, resource, policy]);
          return undefined;
        },
      },
    });
    const url = await harness.create("q", { Policy: OPEN_POLICY_JSON });

    await harness.kernel.calls.perform(
      { type: "role", arn: "arn:aws:iam::000000000000:role/r", session: "s" },
      "sqs",
      "SendMessage",
      { QueueUrl: url, MessageBody: "x" },
    );

    expect(asked).toEqual([["sqs:SendMessage", "arn:aws:sqs:eu-central-1:000000000000:q", OPEN_POLICY]]);
  });
});
