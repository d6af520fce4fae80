import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { countContents } from "../../cli/guards/contents";
import { describeDeploy } from "./describe-deploy";
import { MotoCloud } from "./moto-cloud";

const REGION = "eu-central-1";

describeDeploy("what a resource holds", () => {
  const variables = process.env;
  let cloud: MotoCloud;

  beforeAll(async () => {
    cloud = await MotoCloud.start("111111111111");
    process.env = cloud.environment;
  });

  afterAll(async () => {
    process.env = variables;
    await cloud.close();
  });

  /** The count of a resource that a plan would delete, whose state says this of it. */
  function count(type: string, before: Readonly<Record<string, unknown>>) {
    const address = `${type}.orders`;
    return countContents({ address, mode: "managed", type, change: { actions: ["delete"], before } }, REGION);
  }

  it("counts the messages of a queue: those that wait, are under way and are delayed", async () => {
    const client = new SQSClient(cloud.clientConfig);
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "dev-orders" }));
    for (const DelaySeconds of [0, 0, 0, 900]) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "an order", DelaySeconds }));
    }
    await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }));
    client.destroy();

    expect(await count("aws_sqs_queue", { url: QueueUrl })).toBe(4);
  });

  it("counts no messages of an empty queue", async () => {
    const client = new SQSClient(cloud.clientConfig);
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "dev-empty" }));
    client.destroy();

    expect(await count("aws_sqs_queue", { url: QueueUrl })).toBe(0);
  });

  it("counts the items of a table, and takes no zero for its word", async () => {
    const TableName = "dev-orders";
    const client = new DynamoDBClient(cloud.clientConfig);
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      }),
    );
    const empty = await count("aws_dynamodb_table", { name: TableName });
    for (const S of ["one", "two"]) await client.send(new PutItemCommand({ TableName, Item: { id: { S } } }));
    client.destroy();

    expect(empty).toBeUndefined();
    expect(await count("aws_dynamodb_table", { name: TableName })).toBe(2);
  });

  it("counts the users of a pool", async () => {
    const client = new CognitoIdentityProviderClient(cloud.clientConfig);
    const { UserPool: { Id: UserPoolId } = {} } = await client.send(
      new CreateUserPoolCommand({ PoolName: "dev-customers" }),
    );
    for (const Username of ["ada", "grace", "joan"]) {
      await client.send(new AdminCreateUserCommand({ UserPoolId, Username }));
    }
    client.destroy();

    expect(await count("aws_cognito_user_pool", { id: UserPoolId })).toBe(3);
  });

  it("cannot count what is gone, nor what has no counter", async () => {
    expect(await count("aws_dynamodb_table", { name: "dev-gone" })).toBeUndefined();
    expect(await count("aws_s3_bucket", { bucket: "dev-orders" })).toBeUndefined();
  });
});
