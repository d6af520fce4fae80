import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListTopicsCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { LocalCloud } from "../../local/cloud";
import { priceChangedExample } from "../../services/contracts/price-events";
import { stacks } from "./stacks";

const DEAD_LETTERS = "dev-ordering-checkout-dlq";

let cloud: LocalCloud;
let client: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};

beforeAll(async () => {
  cloud = await LocalCloud.fromStacks(stacks("dev"), { clock: "virtual", seed: 7 });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  client = { endpoint: cloud.endpoint, region: cloud.region, credentials };
});

afterAll(() => cloud.close());

describe("SDK clients pointed at the local cloud", () => {
  test("SQS: list, send, look, receive, delete, purge", async () => {
    const sqs = new SQSClient(client);
    const { QueueUrls } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "dev-ordering" }));
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: DEAD_LETTERS }));
    expect(QueueUrls).toContain(QueueUrl);

    await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: "first",
        MessageAttributes: { kind: { DataType: "String", StringValue: "test" } },
      }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "second" }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
    );
    expect(Messages.map(({ Body }) => Body).sort()).toEqual(["first", "second"]);

    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }));
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    await cloud.advance("61s");
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
      QueueArn: `arn:aws:sqs:eu-central-1:${cloud.accountId}:${DEAD_LETTERS}`,
    });
    sqs.destroy();
  });

  test("SQS: an unknown queue is the error that the SDK knows", async () => {
    const sqs = new SQSClient(client);

    await expect(sqs.send(new GetQueueUrlCommand({ QueueName: "nowhere" }))).rejects.toMatchObject({
      name: expect.stringMatching(/QueueDoesNotExist|NonExistentQueue/),
    });
    sqs.destroy();
  });

  test("SNS: publish fans out to the queue's consumer", async () => {
    const sns = new SNSClient(client);
    const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
    const TopicArn = Topics.map((topic) => topic.TopicArn).find((arn) =>
      arn?.endsWith("dev-product-price-changes"),
    );

    const { MessageId } = await sns.send(
      new PublishCommand({
        TopicArn,
        Message: JSON.stringify(priceChangedExample),
        MessageAttributes: { eventType: { DataType: "String", StringValue: "PriceChanged" } },
      }),
    );
    await cloud.settle();

    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(cloud.table("dev-basket-price")).toEqual([
      expect.objectContaining({ productId: priceChangedExample.data.productId }),
    ]);
    sns.destroy();
  });

  test("EventBridge: one good and one bad entry", async () => {
    const events = new EventBridgeClient(client);
    const good = { EventBusName: "dev-shop", Source: "test", DetailType: "Tested", Detail: "{}" };

    const answer = await events.send(
      new PutEventsCommand({ Entries: [good, { ...good, Detail: "not json" }] }),
    );

    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries?.[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.Entries?.[1]).toMatchObject({ ErrorCode: "MalformedDetail" });
    events.destroy();
  });

  test("DynamoDB: tables, items, queries by key", async () => {
    const dynamodb = new DynamoDBClient(client);
    const documents = DynamoDBDocumentClient.from(dynamodb);
    const { TableNames } = await dynamodb.send(new ListTablesCommand({}));
    expect(TableNames).toContain("dev-product-product");

    const Item = {
      id: "by-hand",
      category: "hand-made",
      name: "Abacus",
      price: 12.5,
      tags: new Set(["wood"]),
    };
    await documents.send(new PutCommand({ TableName: "dev-product-product", Item }));

    const got = await documents.send(
      new GetCommand({ TableName: "dev-product-product", Key: { id: "by-hand" } }),
    );
    const found = await documents.send(
      new QueryCommand({
        TableName: "dev-product-product",
        IndexName: "by-category",
        KeyConditionExpression: "category = :category",
        ExpressionAttributeValues: { ":category": "hand-made" },
      }),
    );
    expect(got.Item).toEqual(Item);
    expect(found.Items).toEqual([Item]);
    await expect(
      documents.send(
        new PutCommand({
          TableName: "dev-product-product",
          Item,
          ConditionExpression: "attribute_not_exists(id)",
        }),
      ),
    ).rejects.toMatchObject({ name: "ConditionalCheckFailedException" });
    dynamodb.destroy();
  });

  test("Lambda: list, invoke with the log's tail, and the function's log group", async () => {
    const lambda = new LambdaClient(client);
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions.map(({ FunctionName }) => FunctionName)).toContain("dev-ordering-checkout");

    const answer = await lambda.send(
      new InvokeCommand({
        FunctionName: "dev-ordering-checkout",
        Payload: JSON.stringify({ Records: [] }),
        LogType: "Tail",
      }),
    );
    expect(answer.StatusCode).toBe(200);
    expect(Buffer.from(answer.LogResult ?? "", "base64").toString()).toMatch(
      /START RequestId: .*\n[\s\S]*END RequestId: /,
    );

    const logs = new CloudWatchLogsClient(client);
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/dev-ordering-checkout" }),
    );
    expect(events.map(({ message }) => message).join("")).toContain("START RequestId");
    lambda.destroy();
    logs.destroy();
  });

  test("STS: who am I", async () => {
    const sts = new STSClient(client);

    const identity = await sts.send(new GetCallerIdentityCommand({}));

    expect(identity.Account).toBe(cloud.accountId);
    sts.destroy();
  });

  test("an operation that is not modelled is refused by its name", async () => {
    const response = await fetch(cloud.endpoint, {
      method: "POST",
      headers: { "x-amz-target": "AmazonSQS.BrewCoffee", "content-type": "application/x-amz-json-1.0" },
      body: "{}",
    });

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ message: "the local cloud does not model sqs:BrewCoffee" });
  });
});

describe("the AWS CLI pointed at the local cloud", () => {
  const installed = spawnSync("aws", ["--version"]).status === 0;
  if (!installed) process.stderr.write("The AWS CLI is not on the PATH: its tests are skipped.\n");
  const aws = async (...args: string[]) => {
    const environment = {
      ...process.env,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_PAGER: "",
    };
    const { stdout } = await promisify(execFile)(
      "aws",
      [...args, "--endpoint-url", cloud.endpoint, "--region", cloud.region, "--output", "json"],
      { env: environment },
    );
    return stdout === "" ? {} : JSON.parse(stdout);
  };

  (installed ? test : test.skip)(
    "lists queues, sends and receives, reads a table, invokes, publishes and tells who one is",
    async () => {
      const { QueueUrls } = await aws("sqs", "list-queues");
      const url = QueueUrls.find((queue: string) => queue.endsWith(DEAD_LETTERS));
      await aws("sqs", "send-message", "--queue-url", url, "--message-body", "by cli");
      const { Messages } = await aws("sqs", "receive-message", "--queue-url", url);
      const { Table } = await aws("dynamodb", "describe-table", "--table-name", "dev-ordering-order");
      const invoked = await aws("lambda", "invoke", "--function-name", "dev-ordering-checkout", "/dev/null");
      const { Topics } = await aws("sns", "list-topics");
      const { Account } = await aws("sts", "get-caller-identity");

      expect(Messages[0].Body).toBe("by cli");
      expect(Table.KeySchema).toEqual([{ AttributeName: "orderId", KeyType: "HASH" }]);
      expect(invoked.StatusCode).toBe(200);
      expect(Topics.length).toBeGreaterThan(0);
      expect(Account).toBe(cloud.accountId);
    },
    60_000,
  );
});
