import { database, validation } from "./dynamodb-fixture";

async function filled(count: number) {
  const cloud = await database();
  for (let i = 0; i < count; i++) {
    await cloud.call("PutItem", {
      TableName: "simple",
      Item: { id: { S: `item-${i}` }, n: { N: String(i) } },
    });
  }
  const scan = (input: object = {}) => cloud.call("Scan", { TableName: "simple", ...input });
  /** Reads all pages. */
  const scanAll = async (input: object = {}) => {
    const ids: unknown[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const page = await scan({
        ...input,
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      });
      ids.push(...page.Items.map((item) => item["id"]));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return ids;
  };
  return { ...cloud, scan, scanAll };
}

describe("Scan", () => {
  it("reads every item, in the same order whatever the pages are", async () => {
    const { scan, scanAll } = await filled(50);
    const whole = (await scan()).Items.map((item) => item["id"]);
    expect(new Set(whole.map((id) => JSON.stringify(id))).size).toBe(50);
    expect(await scanAll({ Limit: 7 })).toEqual(whole);
  });

  it("sorts within a partition", async () => {
    const { call } = await database();
    for (const sk of ["c", "a", "b"]) {
      await call("PutItem", { TableName: "sorted", Item: { pk: { S: "p" }, sk: { S: sk } } });
    }
    const { Items } = await call("Scan", { TableName: "sorted" });
    expect(Items.map((item) => item["sk"])).toEqual([{ S: "a" }, { S: "b" }, { S: "c" }]);
  });

  it("filters, on keys too, and projects", async () => {
    const { scan } = await filled(20);
    const page = await scan({
      FilterExpression: "n >= :n AND id <> :id",
      ProjectionExpression: "n",
      ExpressionAttributeValues: { ":n": { N: "18" }, ":id": { S: "item-19" } },
    });
    expect(page).toEqual({ Items: [{ n: { N: "18" } }], Count: 1, ScannedCount: 20 });
    expect(await scan({ Select: "COUNT" })).toEqual({ Count: 20, ScannedCount: 20 });
  });

  test.each([1, 2, 3, 16, 1_000])("divides the items among %i segments", async (TotalSegments) => {
    const { scanAll } = await filled(60);
    const segments: unknown[][] = [];
    for (let Segment = 0; Segment < TotalSegments; Segment++) {
      segments.push(await scanAll({ Segment, TotalSegments, Limit: 5 }));
    }
    expect(segments.flat()).toEqual(await scanAll());
    if (TotalSegments === 3) expect(Math.max(...segments.map((ids) => ids.length))).toBeLessThan(40);
  });

  test.each<[object, string]>([
    [
      { Segment: 0 },
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    ],
    [
      { TotalSegments: 2 },
      "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
    ],
    [
      { Segment: 2, TotalSegments: 2 },
      "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2",
    ],
    [
      { Segment: -1, TotalSegments: 1_000_001 },
      "2 validation errors detected: Value '-1' at 'segment' failed to satisfy constraint: Member must have value greater than or equal to 0; Value '1000001' at 'totalSegments' failed to satisfy constraint: Member must have value less than or equal to 1000000",
    ],
    [
      { ExclusiveStartKey: {} },
      "The provided starting key is invalid: The provided key element does not match the schema",
    ],
    [
      { FilterExpression: "id = :x" },
      "Invalid FilterExpression: An expression attribute value used in expression is not defined; attribute value: :x",
    ],
    [{ IndexName: "gone" }, "The table does not have the specified index: gone"],
    [
      { ScanFilter: {} },
      "the local cloud does not model the legacy parameter ScanFilter of Scan; use FilterExpression",
    ],
  ])("refuses %j", async (input, message) => {
    const { scan } = await filled(0);
    await expect(scan(input)).rejects.toMatchObject(validation(message));
  });

  it("refuses a starting key of another segment", async () => {
    const { scan } = await filled(10);
    const ids = (await scan()).Items.map((item) => item["id"]);
    await expect(
      scan({ Segment: 1, TotalSegments: 2, ExclusiveStartKey: { id: ids[0] } }),
    ).rejects.toMatchObject(
      validation(
        "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: 1",
      ),
    );
  });
});
