import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { ResourceChange } from "../terraform/plan-json";

/**
 * Tells how much a resource holds, about: items, messages or users.
 * @returns `undefined` when it cannot be told
 */
export type CountContents = (change: ResourceChange, region: string) => Promise<number | undefined>;

type Counter = (resource: Readonly<Record<string, unknown>>, region: string) => Promise<number | undefined>;

const COUNTERS: Readonly<Record<string, Counter>> = {
  aws_sqs_queue: countMessages,
  aws_dynamodb_table: countItems,
  aws_cognito_user_pool: countUsers,
};

/** Asks AWS, as whoever runs this. */
export const countContents: CountContents = async ({ type, change: { before } }, region) => {
  try {
    return await COUNTERS[type]?.((before ?? {}) as Record<string, unknown>, region);
  } catch {
    return undefined;
  }
};

async function countMessages({ url }: Readonly<Record<string, unknown>>, region: string): Promise<number> {
  const client = new SQSClient({ region });
  const AttributeNames = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
  ] as const;
  try {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: String(url), AttributeNames: [...AttributeNames] }),
    );
    return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  } finally {
    client.destroy();
  }
}

async function countItems(
  { name }: Readonly<Record<string, unknown>>,
  region: string,
): Promise<number | undefined> {
  const client = new DynamoDBClient({ region });
  try {
    // Counted by DynamoDB every six hours: a zero does not say that the table is empty.
    const { Table } = await client.send(new DescribeTableCommand({ TableName: String(name) }));
    return Table?.ItemCount === 0 ? undefined : Table?.ItemCount;
  } finally {
    client.destroy();
  }
}

async function countUsers(
  { id }: Readonly<Record<string, unknown>>,
  region: string,
): Promise<number | undefined> {
  const client = new CognitoIdentityProviderClient({ region });
  try {
    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: String(id) }));
    return UserPool?.EstimatedNumberOfUsers;
  } finally {
    client.destroy();
  }
}
