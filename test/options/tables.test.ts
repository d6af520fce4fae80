import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { LocalCloud } from "../../local/cloud";
import { optionsStacks } from "./app";

const stacks = optionsStacks({ only: ["tables"] });
const LEDGER = "options-tables-ledger";

let cloud: LocalCloud;
let items: DynamoDBDocumentClient;

beforeEach(async () => {
  cloud = await LocalCloud.fromStacks(stacks, { clock: "virtual", seed: 7 });
  items = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: cloud.endpoint,
      region: cloud.region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    }),
  );
});

afterEach(() => cloud.close());

const put = (item: object) =>
  items.send(new PutCommand({ TableName: LEDGER, Item: { account: "ada", ...item } }));

/** What a query finds by one attribute, in order. */
async function query(attribute: string, value: unknown, IndexName?: string) {
  const { Items } = await items.send(
    new QueryCommand({
      TableName: LEDGER,
      ...(IndexName === undefined ? {} : { IndexName }),
      KeyConditionExpression: "#key = :value",
      ExpressionAttributeNames: { "#key": attribute },
      ExpressionAttributeValues: { ":value": value },
    }),
  );
  return Items;
}

const describeTable = async (TableName: string) =>
  (await items.send(new DescribeTableCommand({ TableName }))).Table;

describe("a table", () => {
  test("keeps the items of a partition in the order of its numeric sort key", async () => {
    for (const atMs of [10, 9, 100]) await put({ atMs });

    expect((await query("account", "ada"))?.map(({ atMs }) => atMs)).toEqual([9, 10, 100]);
  });

  test("takes no item whose sort key is of another type", async () => {
    await expect(put({ atMs: "9" })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("Type mismatch for key atMs expected: N actual: S"),
    });
  });

  test("is found by its indexes, with what each of them carries", async () => {
    const digest = new Uint8Array([1, 2, 3]);
    const entry = { account: "ada", atMs: 7, kind: "sale", day: "2026-01-01", digest, cents: 500, note: "x" };
    await put(entry);
    await put({ atMs: 8, cents: 1 });

    expect(await query("kind", "sale", "by-kind")).toEqual([entry]);
    expect(await query("day", "2026-01-01", "by-day")).toEqual([
      { account: "ada", atMs: 7, day: "2026-01-01" },
    ]);
    expect(await query("digest", digest, "by-digest")).toEqual([
      { account: "ada", atMs: 7, digest, cents: 500 },
    ]);
  });

  test("loses an item after the time in its TTL attribute, and no other", async () => {
    const expiresAt = cloud.nowMs / 1000 + 3600;
    await put({ atMs: 1, expiresAt });
    await put({ atMs: 2 });

    await cloud.advance("1h");
    expect(cloud.table(LEDGER)).toHaveLength(2);
    await cloud.advance("2d");
    expect(cloud.table(LEDGER)).toEqual([{ account: "ada", atMs: 2 }]);
  });

  test("begins with the least capacity, and its indexes with the most", async () => {
    const table = await describeTable(LEDGER);

    expect(table?.BillingModeSummary?.BillingMode ?? "PROVISIONED").toBe("PROVISIONED");
    expect(table?.ProvisionedThroughput).toMatchObject({ ReadCapacityUnits: 5, WriteCapacityUnits: 2 });
    expect(table?.GlobalSecondaryIndexes?.map((index) => index.ProvisionedThroughput)).toEqual(
      Array(3).fill(expect.objectContaining({ ReadCapacityUnits: 50, WriteCapacityUnits: 20 })),
    );
  });

  test.each([
    ["ledger", "NEW_AND_OLD_IMAGES"],
    ["new", "NEW_IMAGE"],
    ["old", "OLD_IMAGE"],
    ["keys", "KEYS_ONLY"],
  ])("%s has a stream of %s", async (name, view) => {
    const table = await describeTable(`options-tables-${name}`);

    expect(table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: view });
    expect(table?.LatestStreamArn).toMatch(
      new RegExp(`^arn:aws:dynamodb:eu-central-1:\\d{12}:table/options-tables-${name}/stream/2026-01-01T`),
    );
  });
});
