import type { AccessRequest } from "../../local/kernel/policy";
import { database, index, tableRequest } from "./dynamodb-fixture";

const ARN = "arn:aws:dynamodb:eu-central-1:000000000000:table";
const text = (value: string) => ({ S: value });
const key = { id: text("1") };

/** What IAM is asked for an operation. */
async function asked(operation: string, input: object): Promise<readonly AccessRequest[]> {
  const { service, call } = await database();
  await call(
    "CreateTable",
    tableRequest("indexed", ["id", "color"], {
      KeySchema: tableRequest("", ["id"]).KeySchema,
      GlobalSecondaryIndexes: [index("by-color", ["color"])],
    }),
  );
  const found = service.operations?.find((one) => one.name === operation);
  if (found === undefined) throw new Error(`no operation ${operation}`);
  return found.access(input);
}

const leading = (...keys: string[]) => ({ context: { "dynamodb:LeadingKeys": keys } });
const expression = (name: string, value: string) => ({
  KeyConditionExpression: `#k = :k`,
  ExpressionAttributeNames: { "#k": name },
  ExpressionAttributeValues: { ":k": text(value) },
});

test.each<[string, object, readonly AccessRequest[]]>([
  ...[
    "DescribeTable",
    "DeleteTable",
    "UpdateTable",
    "DescribeTimeToLive",
    "UpdateTimeToLive",
    "DescribeContinuousBackups",
    "UpdateContinuousBackups",
    "CreateTable",
  ].map((name): [string, object, readonly AccessRequest[]] => [
    name,
    { TableName: "simple" },
    [{ action: `dynamodb:${name}`, resource: `${ARN}/simple` }],
  ]),
  ...["ListTables", "DescribeLimits"].map((name): [string, object, readonly AccessRequest[]] => [
    name,
    {},
    [{ action: `dynamodb:${name}`, resource: "*" }],
  ]),
  ...["TagResource", "UntagResource", "ListTagsOfResource"].map(
    (name): [string, object, readonly AccessRequest[]] => [
      name,
      { ResourceArn: `${ARN}/simple` },
      [{ action: `dynamodb:${name}`, resource: `${ARN}/simple` }],
    ],
  ),
  ...["GetItem", "DeleteItem", "UpdateItem"].map((name): [string, object, readonly AccessRequest[]] => [
    name,
    { TableName: "simple", Key: key },
    [{ action: `dynamodb:${name}`, resource: `${ARN}/simple`, ...leading("1") }],
  ]),
  [
    "PutItem",
    { TableName: "sorted", Item: { pk: text("p"), sk: text("s") } },
    [{ action: "dynamodb:PutItem", resource: `${ARN}/sorted`, ...leading("p") }],
  ],
  [
    "GetItem",
    { TableName: `${ARN}/simple`, Key: key },
    [{ action: "dynamodb:GetItem", resource: `${ARN}/simple`, ...leading("1") }],
  ],
  ["GetItem", { TableName: "gone", Key: key }, [{ action: "dynamodb:GetItem", resource: `${ARN}/gone` }]],
  [
    "Query",
    { TableName: "simple", ...expression("id", "1") },
    [{ action: "dynamodb:Query", resource: `${ARN}/simple`, ...leading("1") }],
  ],
  [
    "Query",
    { TableName: "indexed", IndexName: "by-color", ...expression("color", "red") },
    [{ action: "dynamodb:Query", resource: `${ARN}/indexed/index/by-color`, ...leading("red") }],
  ],
  [
    "Query",
    { TableName: "simple", KeyConditionExpression: "what?" },
    [{ action: "dynamodb:Query", resource: `${ARN}/simple` }],
  ],
  ["Scan", { TableName: "simple" }, [{ action: "dynamodb:Scan", resource: `${ARN}/simple` }]],
  [
    "Scan",
    { TableName: "indexed", IndexName: "by-color" },
    [{ action: "dynamodb:Scan", resource: `${ARN}/indexed/index/by-color` }],
  ],
  [
    "BatchGetItem",
    {
      RequestItems: {
        simple: { Keys: [key, { id: text("2") }, key] },
        sorted: { Keys: [{ pk: text("p") }] },
      },
    },
    [
      { action: "dynamodb:BatchGetItem", resource: `${ARN}/simple`, ...leading("1", "2") },
      { action: "dynamodb:BatchGetItem", resource: `${ARN}/sorted`, ...leading("p") },
    ],
  ],
  [
    "BatchWriteItem",
    {
      RequestItems: {
        simple: [{ PutRequest: { Item: key } }, { DeleteRequest: { Key: { id: text("2") } } }],
      },
    },
    [{ action: "dynamodb:BatchWriteItem", resource: `${ARN}/simple`, ...leading("1", "2") }],
  ],
  [
    "TransactGetItems",
    { TransactItems: [{ Get: { TableName: "simple", Key: key } }] },
    [{ action: "dynamodb:GetItem", resource: `${ARN}/simple`, ...leading("1") }],
  ],
  [
    "TransactWriteItems",
    {
      TransactItems: [
        { Put: { TableName: "simple", Item: key } },
        { Update: { TableName: "simple", Key: { id: text("2") } } },
        { Delete: { TableName: "sorted", Key: { pk: text("p") } } },
        { ConditionCheck: { TableName: "simple", Key: { id: text("3") } } },
      ],
    },
    [
      { action: "dynamodb:PutItem", resource: `${ARN}/simple`, ...leading("1") },
      { action: "dynamodb:UpdateItem", resource: `${ARN}/simple`, ...leading("2") },
      { action: "dynamodb:DeleteItem", resource: `${ARN}/sorted`, ...leading("p") },
      { action: "dynamodb:ConditionCheckItem", resource: `${ARN}/simple`, ...leading("3") },
    ],
  ],
])("%s of %j", async (operation, input, expected) => {
  expect(await asked(operation, input)).toEqual(expected);
});

test("requests of the wrong shape ask for what they can", async () => {
  const { service } = await database();
  for (const operation of service.operations ?? []) {
    for (const input of [
      {},
      { TableName: 1, Key: null, Item: 1, IndexName: {}, ResourceArn: 1 },
      { RequestItems: { simple: { Keys: 1 } }, TransactItems: {} },
      { RequestItems: { simple: 1 }, TransactItems: [{}] },
      { RequestItems: { simple: null }, TransactItems: [null] },
      { RequestItems: { simple: [null] }, TransactItems: [{ Get: null, Put: null }] },
    ]) {
      expect(() => operation.access(input)).not.toThrow();
    }
  }
});

test("a denied call changes nothing", async () => {
  const denial = (_: unknown, { action }: AccessRequest) =>
    action === "dynamodb:PutItem" ? "no" : undefined;
  const { kernel, service } = await database({ authorizer: { denial } });
  const role = { type: "role", arn: "arn:aws:iam::000000000000:role/reader", session: "s" } as const;
  const call = (operation: string, input: object) => kernel.calls.perform(role, "dynamodb", operation, input);
  await expect(call("PutItem", { TableName: "simple", Item: key })).rejects.toMatchObject({
    code: expect.stringMatching(/^AccessDenied/),
  });
  await expect(
    call("TransactWriteItems", {
      TransactItems: [
        { Put: { TableName: "simple", Item: key } },
        { Delete: { TableName: "simple", Key: { id: text("2") } } },
      ],
    }),
  ).rejects.toMatchObject({ code: expect.stringMatching(/^AccessDenied/) });
  expect(service.inspect("simple")).toEqual([]);
});
