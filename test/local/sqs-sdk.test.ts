import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  SQSServiceException,
} from "@aws-sdk/client-sqs";
import { sqs } from "../../local/services/sqs";
import { AwsProtocols } from "../../local/wire/aws-protocols";
import { WireServer } from "../../local/wire/server";
import { testKernel } from "./test-kernel";

const cloud = testKernel([sqs]);
const protocols = new AwsProtocols(cloud.kernel, cloud.services);
const server = new WireServer([], (request) => protocols.answer(request));
let client: SQSClient;

beforeAll(async () => {
  cloud.kernel.endpoint = `http://127.0.0.1:${await server.listen(0)}`;
  client = new SQSClient({
    endpoint: cloud.kernel.endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

describe("the SDK's SQS client", () => {
  it("sends and receives attributes of every type, with digests that it accepts", async () => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "every-type" }));
    const MessageAttributes = {
      text: { DataType: "String", StringValue: "grün & <rot>" },
      number: { DataType: "Number.int", StringValue: "7" },
      bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 127, 255]) },
    };

    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "blau\n☃", MessageAttributes }));
    const { Messages } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      }),
    );

    expect(Messages).toMatchObject([
      { Body: "blau\n☃", MessageAttributes, Attributes: { ApproximateReceiveCount: "1" } },
    ]);
  });

  it("sends and deletes batches", async () => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "batches" }));
    const Entries = ["a", "b", "c"].map((Id) => ({ Id, MessageBody: Id }));

    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    const deleted = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: Messages.map(({ Body, ReceiptHandle }) => ({ Id: Body, ReceiptHandle })),
      }),
    );
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessagesNotVisible"] }),
    );

    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(["a", "b", "c"]);
    expect(deleted.Successful?.map(({ Id }) => Id)).toEqual(["a", "b", "c"]);
    expect(Attributes).toEqual({ ApproximateNumberOfMessagesNotVisible: "0" });
  });

  it("polls an empty queue for as long as it says, in virtual time", async () => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "empty" }));
    const startMs = cloud.clock.now();

    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));

    expect(Messages).toBeUndefined();
    expect(cloud.clock.now() - startMs).toBe(20_000);
  });

  it("knows errors by their names and by the codes that the command line shows", async () => {
    const failing = client.send(new GetQueueUrlCommand({ QueueName: "none" }));

    const error = await failing.then(
      () => undefined,
      (reason: unknown) => reason,
    );

    expect(error).toBeInstanceOf(SQSServiceException);
    expect(error).toMatchObject({
      name: "QueueDoesNotExist",
      message: "The specified queue does not exist.",
      Code: "AWS.SimpleQueueService.NonExistentQueue",
      Type: "Sender",
    });
  });
});
