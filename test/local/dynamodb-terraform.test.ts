import type { Attributes } from "../../local/kernel/service";
import { emptyDatabase } from "./dynamodb-fixture";

const TABLE = {
  name: "dev-orders",
  billing_mode: "PAY_PER_REQUEST",
  hash_key: "pk",
  range_key: "sk",
  attribute: [
    { name: "pk", type: "S" },
    { name: "sk", type: "N" },
  ],
};

const STATE_INDEX = {
  attribute: [...TABLE.attribute, { name: "state", type: "S" }],
  global_secondary_index: [{ name: "by-state", hash_key: "state", projection_type: "ALL" }],
};

/** Applies resources the way the Terraform engine does, with the state before. */
function stack() {
  const cloud = emptyDatabase();
  const context = { address: "dev-test/aws_dynamodb_table.orders", stackDirectory: process.cwd() };
  const resourceOf = (type: string) => {
    const resource = cloud.service.resources?.find((one) => one.type === type);
    if (resource === undefined) throw new Error(`no service models ${type}`);
    return resource;
  };
  const apply = async (type: string, raw: object, prior?: { raw: object; attributes: Attributes }) => {
    const resource = resourceOf(type);
    const attributes = await resource.apply(resource.arguments.parse(raw), {
      ...context,
      ...(prior === undefined
        ? {}
        : { prior: { config: resource.arguments.parse(prior.raw), attributes: prior.attributes } }),
    });
    return { raw, attributes };
  };
  const remove = (type: string, { raw, attributes }: { raw: object; attributes: Attributes }) => {
    const resource = resourceOf(type);
    return resource.remove(resource.arguments.parse(raw), attributes, context);
  };
  const table = (raw: object, prior?: { raw: object; attributes: Attributes }) =>
    apply("aws_dynamodb_table", raw, prior);
  const describe = async () => (await cloud.call("DescribeTable", { TableName: TABLE.name })).Table;
  const put = (more: object = {}) =>
    cloud.call("PutItem", {
      TableName: TABLE.name,
      Item: { pk: { S: "p" }, sk: { N: "1" }, state: { S: "open" }, ...more },
    });
  return { ...cloud, resourceOf, apply, remove, table, describe, put };
}

describe("aws_dynamodb_table", () => {
  it("makes a table of every argument and exposes what expressions refer to", async () => {
    const { table, describe, call } = stack();

    const { attributes } = await table({
      ...TABLE,
      billing_mode: "PROVISIONED",
      read_capacity: 5,
      attribute: [
        { name: "pk", type: "S" },
        { name: "sk", type: "N" },
        { name: "state", type: "S" },
        { name: "day", type: "S" },
      ],
      global_secondary_index: [
        {
          name: "by-state",
          hash_key: "state",
          range_key: "day",
          projection_type: "INCLUDE",
          non_key_attributes: ["cents"],
          read_capacity: 3,
          write_capacity: "4",
        },
        { name: "by-day", hash_key: "day", projection_type: "KEYS_ONLY" },
      ],
      local_secondary_index: [{ name: "local", range_key: "day", projection_type: "ALL" }],
      stream_enabled: true,
      stream_view_type: "NEW_AND_OLD_IMAGES",
      ttl: [{ enabled: true, attribute_name: "until" }],
      point_in_time_recovery: [{ enabled: true, recovery_period_in_days: 5 }],
      server_side_encryption: [{ enabled: true, kms_key_arn: "arn:aws:kms:eu-central-1:000000000000:key/k" }],
      deletion_protection_enabled: "true",
      table_class: "STANDARD_INFREQUENT_ACCESS",
      tags: { team: "shop" },
      timeouts: [{ create: "10m" }],
    });

    const arn = "arn:aws:dynamodb:eu-central-1:000000000000:table/dev-orders";
    expect(attributes).toMatchObject({
      id: "dev-orders",
      name: "dev-orders",
      arn,
      hash_key: "pk",
      read_capacity: 5,
      write_capacity: 1,
      stream_arn: expect.stringContaining(`${arn}/stream/`),
      stream_label: expect.any(String),
      tags_all: { team: "shop" },
    });
    expect(await describe()).toMatchObject({
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 1 },
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-state",
          KeySchema: [{ AttributeName: "state" }, { AttributeName: "day" }],
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["cents"] },
          ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
        },
        { IndexName: "by-day", ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      ],
      LocalSecondaryIndexes: [
        { IndexName: "local", KeySchema: [{ AttributeName: "pk" }, { AttributeName: "day" }] },
      ],
      LatestStreamArn: attributes["stream_arn"],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      SSEDescription: { KMSMasterKeyArn: "arn:aws:kms:eu-central-1:000000000000:key/k" },
      DeletionProtectionEnabled: true,
      TableClassSummary: { TableClass: "STANDARD_INFREQUENT_ACCESS" },
    });
    const TableName = TABLE.name;
    expect(await call("DescribeTimeToLive", { TableName })).toMatchObject({
      TimeToLiveDescription: { AttributeName: "until" },
    });
    expect(await call("DescribeContinuousBackups", { TableName })).toMatchObject({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: 5 },
      },
    });
    expect(await call("ListTagsOfResource", { ResourceArn: arn })).toEqual({
      Tags: [{ Key: "team", Value: "shop" }],
    });
  });

  it("keeps the items when it changes, and makes and drops global indexes in place", async () => {
    const { table, describe, put, call, service } = stack();
    const first = await table(TABLE);
    const { TableId } = await describe();
    await put();

    const second = await table({ ...TABLE, ...STATE_INDEX, tags: { a: "b" } }, first);
    const scanned = await call("Scan", { TableName: TABLE.name, IndexName: "by-state" });
    expect(scanned.Items).toMatchObject([{ state: { S: "open" } }]);

    const keysOnly = [{ ...STATE_INDEX.global_secondary_index[0], projection_type: "KEYS_ONLY" }];
    await put({ note: { S: "n" } });
    const third = await table({ ...TABLE, ...STATE_INDEX, global_secondary_index: keysOnly }, second);
    expect((await call("Scan", { TableName: TABLE.name, IndexName: "by-state" })).Items).toEqual([
      { pk: { S: "p" }, sk: { N: "1" }, state: { S: "open" } },
    ]);

    await table(TABLE, third);
    expect(await describe()).not.toHaveProperty("GlobalSecondaryIndexes");
    expect(await describe()).toMatchObject({ TableId, ItemCount: 1 });
    expect(service.inspect(TABLE.name)).toEqual([{ pk: "p", sk: 1, state: "open", note: "n" }]);
  });

  it("changes billing, stream, time to live, recovery and protection in place", async () => {
    const { table, describe, put, call, service, work } = stack();
    const first = await table(TABLE);
    const until = { until: { N: "1" } };
    await put(until);

    const changed = {
      ...TABLE,
      billing_mode: "PROVISIONED",
      read_capacity: 7,
      write_capacity: 8,
      stream_enabled: true,
      stream_view_type: "KEYS_ONLY",
      ttl: [{ enabled: true, attribute_name: "until" }],
      point_in_time_recovery: [{ enabled: true }],
      deletion_protection_enabled: true,
    };
    const second = await table(changed, first);
    expect(await describe()).toMatchObject({
      ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 8 },
      BillingModeSummary: { BillingMode: "PROVISIONED" },
      DeletionProtectionEnabled: true,
      ItemCount: 1,
    });
    await put({ until: { N: String(Math.floor(Number(second.attributes["read_capacity"])) + 1_000) } });
    expect(service.changes(TABLE.name)?.all()).toHaveLength(1);

    const third = await table({ ...changed, tags: { a: "b" } }, second);
    expect(third.attributes["stream_arn"]).toBe(second.attributes["stream_arn"]);
    expect(service.changes(TABLE.name)?.all()).toHaveLength(1);

    await table(TABLE, third);
    expect(service.changes(TABLE.name)).toBeUndefined();
    expect(await call("DescribeTimeToLive", { TableName: TABLE.name })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" },
    });
    await work.advance(1_000_000);
    expect(service.inspect(TABLE.name)).toHaveLength(1);
  });

  it("names what makes it anew, and refuses a key attribute of another type in place", async () => {
    const { table, resourceOf } = stack();
    expect(resourceOf("aws_dynamodb_table").replacedBy).toEqual([
      "name",
      "hash_key",
      "range_key",
      "local_secondary_index",
    ]);
    const first = await table(TABLE);
    const attribute = TABLE.attribute.map(({ name }) => ({ name, type: "S" }));
    await expect(table({ ...TABLE, attribute }, first)).rejects.toThrow(
      /orders: the type of the key attribute sk cannot change from N to S/,
    );
  });

  it("is removed with its items, unless it is protected", async () => {
    const { table, remove, service } = stack();
    const first = await table({ ...TABLE, deletion_protection_enabled: true });
    expect(() => remove("aws_dynamodb_table", first)).toThrow(/protected against deletion/);
    const second = await table(TABLE, first);
    await remove("aws_dynamodb_table", second);
    expect(service.tableNames()).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    ["replicas", { replica: [{ region_name: "eu-west-1" }] }, /replica/],
    ["imports", { import_table: [{}] }, /import_table/],
    ["restores", { restore_source_name: "other" }, /restore_source_name/],
    ["an undefined key", { hash_key: "gone" }, /not defined in AttributeDefinitions/],
    ["an unused attribute", { range_key: undefined }, /Number of attributes in KeySchema/],
    [
      "an included nothing",
      {
        ...STATE_INDEX,
        global_secondary_index: [{ name: "by-state", hash_key: "state", projection_type: "INCLUDE" }],
      },
      /NonKeyAttributes is not specified/,
    ],
    ["a stream without view", { stream_enabled: true }, /UpdateViewType is required/],
  ])("refuses %s", async (_, more, message) => {
    const { table, service } = stack();
    await expect(table({ ...TABLE, ...more })).rejects.toThrow(message);
    expect(service.tableNames()).toEqual([]);
  });
});

describe("aws_dynamodb_table_item", () => {
  const item = (value: object) => ({
    table_name: TABLE.name,
    hash_key: "pk",
    range_key: "sk",
    item: JSON.stringify(value),
  });
  const ONE = { pk: { S: "a" }, sk: { N: "1" }, x: { S: "one" } };

  async function withItem() {
    const cloud = stack();
    await cloud.table(TABLE);
    const itemResource = (raw: object, prior?: { raw: object; attributes: Attributes }) =>
      cloud.apply("aws_dynamodb_table_item", raw, prior);
    const items = () => cloud.service.inspect(TABLE.name);
    return { ...cloud, itemResource, items, first: await itemResource(item(ONE)) };
  }

  it("puts, changes, moves and removes an item", async () => {
    const { itemResource, items, first, remove } = await withItem();
    expect(first.attributes).toMatchObject({ id: "dev-orders|pk|sk|a|1", table_name: "dev-orders" });
    expect(items()).toEqual([{ pk: "a", sk: 1, x: "one" }]);

    const second = await itemResource(item({ ...ONE, x: { S: "two" } }), first);
    expect(items()).toEqual([{ pk: "a", sk: 1, x: "two" }]);
    const third = await itemResource(item({ ...ONE, sk: { N: "2" } }), second);
    expect(items()).toEqual([{ pk: "a", sk: 2, x: "one" }]);
    await remove("aws_dynamodb_table_item", third);
    expect(items()).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    ["an item that is there", item(ONE), /the item is there already/],
    ["other keys", { ...item(ONE), range_key: undefined }, /the key of dev-orders is pk, sk/],
    ["what is no JSON", { ...item(ONE), item: "{" }, /item is not a JSON object/],
    ["an item without key", item({ pk: { S: "a" } }), /Missing the key sk in the item/],
    ["a table that is not there", { ...item(ONE), table_name: "gone" }, /Requested resource not found/],
  ])("refuses %s", async (_, raw, message) => {
    const { itemResource } = await withItem();
    await expect(itemResource(raw)).rejects.toThrow(message);
  });
});
