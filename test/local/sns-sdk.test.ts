import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  NotFoundException,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { AwsProtocols } from "../../local/wire/aws-protocols";
import { WireServer } from "../../local/wire/server";
import { queueArn, type SnsHarness, snsHarness, TOPIC_ARN } from "./sns-harness";

let cloud: SnsHarness;
let server: WireServer;
let client: SNSClient;

beforeAll(async () => {
  cloud = await snsHarness();
  const protocols = new AwsProtocols(cloud.kernel, cloud.services);
  server = new WireServer([], (request) => protocols.answer(request));
  client = new SNSClient({
    endpoint: `http://127.0.0.1:${await server.listen(0)}`,
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

describe("the SDK's SNS client", () => {
  it("creates topics with attributes and reads them", async () => {
    const { TopicArn } = await client.send(
      new CreateTopicCommand({
        Name: "with-attributes",
        Attributes: { DisplayName: "Grün & <rot>" },
        Tags: [{ Key: "team", Value: "shop" }],
      }),
    );
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }));
    const { Topics } = await client.send(new ListTopicsCommand({}));

    expect(Attributes).toMatchObject({ TopicArn, DisplayName: "Grün & <rot>", SubscriptionsConfirmed: "0" });
    expect(Topics).toContainEqual({ TopicArn });
  });

  it("subscribes a queue with a filter and publishes to it, one by one and in batches", async () => {
    const FilterPolicy = '{"kind":["a & <b>"]}';
    const { SubscriptionArn } = await client.send(
      new SubscribeCommand({
        TopicArn: TOPIC_ARN,
        Protocol: "sqs",
        Endpoint: queueArn("q"),
        Attributes: { RawMessageDelivery: "true", FilterPolicy },
        ReturnSubscriptionArn: true,
      }),
    );
    const kind = { kind: { DataType: "String", StringValue: "a & <b>" } };

    await client.send(
      new PublishCommand({
        TopicArn: TOPIC_ARN,
        Message: "☃ & <one>",
        MessageAttributes: { ...kind, bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) } },
      }),
    );
    await client.send(new PublishCommand({ TopicArn: TOPIC_ARN, Message: "filtered" }));
    const batch = await client.send(
      new PublishBatchCommand({
        TopicArn: TOPIC_ARN,
        PublishBatchRequestEntries: [
          { Id: "good", Message: "two", MessageAttributes: kind },
          { Id: "bad", Message: "three", Subject: "x".repeat(101) },
        ],
      }),
    );

    expect(batch.Successful).toEqual([{ Id: "good", MessageId: expect.any(String) }]);
    expect(batch.Failed).toEqual([
      { Id: "bad", Code: "InvalidParameter", Message: "Invalid parameter: Subject", SenderFault: true },
    ]);
    await cloud.work.settle();
    expect(cloud.queues.inspect("q")?.messages).toMatchObject([
      { body: "☃ & <one>", attributes: { ...kind, bytes: { DataType: "Binary", BinaryValue: "AP8=" } } },
      { body: "two", attributes: kind },
    ]);
    const { Attributes } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ FilterPolicy, RawMessageDelivery: "true" });
    const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC_ARN }));
    expect(Subscriptions).toMatchObject([{ SubscriptionArn, Endpoint: queueArn("q") }]);
  });

  it("knows errors by their classes", async () => {
    const failing = client.send(new PublishCommand({ TopicArn: `${TOPIC_ARN}x`, Message: "x" }));

    await expect(failing).rejects.toThrow(NotFoundException);
    await expect(failing).rejects.toThrow("Topic does not exist");
  });
});
