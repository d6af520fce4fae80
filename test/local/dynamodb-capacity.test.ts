import { emptyDatabase, index, tableRequest } from "./dynamodb-fixture";

const text = (value: string) => ({ S: value });
const key = { id: text("1") };
/** An item of so many bytes in all. */
const sized = (bytes: number, id = "1") => ({ id: text(id), d: text("x".repeat(bytes - 3 - id.length)) });

/** A table `plain` of key `id`, and `indexed` with two global and a local index. */
async function metered() {
  const cloud = emptyDatabase();
  await cloud.call("CreateTable", tableRequest("plain", ["id"]));
  await cloud.call("CreateTable", {
    ...tableRequest("indexed", ["id", "sk", "color"]),
    KeySchema: tableRequest("", ["id", "sk"]).KeySchema,
    LocalSecondaryIndexes: [index("local", ["id", "color"], { ProjectionType: "KEYS_ONLY" })],
    GlobalSecondaryIndexes: [
      index("whole", ["color"]),
      index("keys", ["color"], { ProjectionType: "KEYS_ONLY" }),
    ],
  });
  const units = async (operation: string, input: object) =>
    (await cloud.call(operation, { ReturnConsumedCapacity: "TOTAL", ...input })).ConsumedCapacity;
  return { ...cloud, units };
}

const plain = (CapacityUnits: number) => ({ TableName: "plain", CapacityUnits });

describe("sizes", () => {
  // The bytes of the value; the key `id` with "1" and the name "v" make 4 more.
  test.each<[object, number]>([
    [{ S: "" }, 0],
    [{ S: "äb" }, 3],
    [{ B: "AAEC" }, 3],
    [{ BOOL: true }, 1],
    [{ NULL: true }, 1],
    [{ N: "0" }, 1],
    [{ N: "7" }, 2],
    [{ N: "1234" }, 3],
    [{ N: "12345" }, 4],
    [{ N: "-1234" }, 4],
    [{ N: "0.5" }, 2],
    [{ N: "12.5" }, 3],
    [{ N: "1e100" }, 2],
    [{ SS: ["a", "bc"] }, 3],
    [{ NS: ["1", "23"] }, 4],
    [{ L: [] }, 3],
    [{ L: [{ S: "a" }, { S: "b" }] }, 7],
    [{ M: {} }, 3],
    [{ M: { ab: { S: "c" } } }, 7],
  ])("%j counts for %i bytes", async (v, bytes) => {
    const { call } = await metered();
    await call("PutItem", { TableName: "plain", Item: { ...key, v } });
    const { Table } = await call("DescribeTable", { TableName: "plain" });
    expect(Table["TableSizeBytes"]).toBe(bytes + 4);
  });
});

describe("writes", () => {
  test.each([
    [1_024, 1],
    [1_025, 2],
    [10_240, 10],
  ])("an item of %i bytes takes %i units", async (bytes, expected) => {
    const { units } = await metered();
    expect(await units("PutItem", { TableName: "plain", Item: sized(bytes) })).toEqual(plain(expected));
  });

  it("count the larger of the old and the new item", async () => {
    const { units } = await metered();
    await units("PutItem", { TableName: "plain", Item: sized(5_000) });
    expect(await units("PutItem", { TableName: "plain", Item: sized(10) })).toEqual(plain(5));
    await units("PutItem", { TableName: "plain", Item: sized(3_000) });
    expect(await units("UpdateItem", { TableName: "plain", Key: key, UpdateExpression: "REMOVE d" })).toEqual(
      plain(3),
    );
    expect(await units("DeleteItem", { TableName: "plain", Key: key })).toEqual(plain(1));
    expect(await units("DeleteItem", { TableName: "plain", Key: key })).toEqual(plain(1));
  });

  it("count every index that changes", async () => {
    const { units } = await metered();
    const write = (operation: string, input: object) =>
      units(operation, { TableName: "indexed", ReturnConsumedCapacity: "INDEXES", ...input });
    const Item = { id: text("1"), sk: text("a"), color: text("red"), d: text("x".repeat(1_500)) };

    expect(await write("PutItem", { Item })).toEqual({
      TableName: "indexed",
      CapacityUnits: 6,
      Table: { CapacityUnits: 2 },
      GlobalSecondaryIndexes: { whole: { CapacityUnits: 2 }, keys: { CapacityUnits: 1 } },
      LocalSecondaryIndexes: { local: { CapacityUnits: 1 } },
    });
    const Key = { id: text("1"), sk: text("a") };
    const set = (name: string, value: string) => ({
      Key,
      UpdateExpression: `SET ${name} = :v`,
      ExpressionAttributeValues: { ":v": text(value) },
    });
    // An index that does not project the attribute is left alone.
    expect(await write("UpdateItem", set("d", "y"))).toEqual({
      TableName: "indexed",
      CapacityUnits: 4,
      Table: { CapacityUnits: 2 },
      GlobalSecondaryIndexes: { whole: { CapacityUnits: 2 } },
    });
    // Another index key deletes one entry and writes another.
    expect(await write("UpdateItem", set("color", "blue"))).toEqual({
      TableName: "indexed",
      CapacityUnits: 7,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { whole: { CapacityUnits: 2 }, keys: { CapacityUnits: 2 } },
      LocalSecondaryIndexes: { local: { CapacityUnits: 2 } },
    });
    expect(await write("DeleteItem", { Key })).toMatchObject({ CapacityUnits: 4 });
  });

  it("are summed up by table in a batch", async () => {
    const { units } = await metered();
    const RequestItems = {
      plain: [{ PutRequest: { Item: sized(1_500) } }, { DeleteRequest: { Key: { id: text("gone") } } }],
      indexed: [{ PutRequest: { Item: { id: text("1"), sk: text("a") } } }],
    };
    expect(await units("BatchWriteItem", { RequestItems })).toEqual([
      plain(3),
      { TableName: "indexed", CapacityUnits: 1 },
    ]);
  });

  it("count twice in a transaction", async () => {
    const { units } = await metered();
    const TransactItems = [
      { Put: { TableName: "plain", Item: sized(1_500) } },
      {
        ConditionCheck: {
          TableName: "plain",
          Key: { id: text("x") },
          ConditionExpression: "attribute_not_exists(id)",
        },
      },
    ];
    expect(await units("TransactWriteItems", { TransactItems })).toEqual([
      { ...plain(6), WriteCapacityUnits: 6 },
    ]);
  });
});

describe("reads", () => {
  test.each([
    [10, 0.5, 1],
    [4_096, 0.5, 1],
    [4_097, 1, 2],
    [20_000, 2.5, 5],
  ])("an item of %i bytes takes %d units, or %i when consistent", async (bytes, eventual, consistent) => {
    const { units, call } = await metered();
    await call("PutItem", { TableName: "plain", Item: sized(bytes) });
    const input = { TableName: "plain", Key: key };
    expect(await units("GetItem", input)).toEqual(plain(eventual));
    expect(await units("GetItem", { ...input, ConsistentRead: true })).toEqual(plain(consistent));
    expect(await units("TransactGetItems", { TransactItems: [{ Get: input }] })).toEqual([
      { ...plain(2 * consistent), ReadCapacityUnits: 2 * consistent },
    ]);
  });

  it("of nothing take the least", async () => {
    const { units } = await metered();
    expect(await units("GetItem", { TableName: "plain", Key: key })).toEqual(plain(0.5));
    expect(await units("Scan", { TableName: "plain" })).toEqual(plain(0.5));
  });

  it("of many items count the sum of their bytes once, in a batch each on its own", async () => {
    const { units, call } = await metered();
    for (let i = 0; i < 9; i++) await call("PutItem", { TableName: "plain", Item: sized(1_000, String(i)) });

    expect(await units("Scan", { TableName: "plain" })).toEqual(plain(1.5));
    expect(
      await units("Scan", {
        TableName: "plain",
        ConsistentRead: true,
        FilterExpression: "attribute_exists(x)",
      }),
    ).toEqual(plain(3));
    const Keys = [0, 1, 2].map((i) => ({ id: text(String(i)) }));
    expect(await units("BatchGetItem", { RequestItems: { plain: { Keys } } })).toEqual([plain(1.5)]);
  });

  it("of an index count its entries, and what is fetched from the table", async () => {
    const { call } = await metered();
    for (const sk of ["a", "b"]) {
      const Item = { id: text("1"), sk: text(sk), color: text("red"), d: text("x".repeat(5_000)) };
      await call("PutItem", { TableName: "indexed", Item });
    }
    const query = async (IndexName: string, name: string, more: object = {}) =>
      (
        await call("Query", {
          TableName: "indexed",
          IndexName,
          KeyConditionExpression: `${name} = :v`,
          ExpressionAttributeValues: { ":v": text(name === "id" ? "1" : "red") },
          ReturnConsumedCapacity: "INDEXES",
          ...more,
        })
      ).ConsumedCapacity;

    expect(await query("whole", "color")).toEqual({
      TableName: "indexed",
      CapacityUnits: 1.5,
      Table: { CapacityUnits: 0 },
      GlobalSecondaryIndexes: { whole: { CapacityUnits: 1.5 } },
    });
    expect(await query("local", "id", { Select: "ALL_ATTRIBUTES" })).toEqual({
      TableName: "indexed",
      CapacityUnits: 2.5,
      Table: { CapacityUnits: 2 },
      LocalSecondaryIndexes: { local: { CapacityUnits: 0.5 } },
    });
  });

  it("are not shown unless asked for", async () => {
    const { call } = await metered();
    expect(await call("GetItem", { TableName: "plain", Key: key, ReturnConsumedCapacity: "NONE" })).toEqual(
      {},
    );
    expect(await call("PutItem", { TableName: "plain", Item: key })).toEqual({});
  });
});

describe("item collections", () => {
  it("are shown for tables with local indexes", async () => {
    const { call } = await metered();
    const put = (TableName: string, Item: object) =>
      call("PutItem", { TableName, Item, ReturnItemCollectionMetrics: "SIZE" });
    expect(await put("plain", key)).toEqual({});
    expect(await put("indexed", { id: text("1"), sk: text("a") })).toEqual({
      ItemCollectionMetrics: { ItemCollectionKey: { id: text("1") }, SizeEstimateRangeGB: [0, 1] },
    });
  });
});
