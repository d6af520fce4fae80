import { database, emptyDatabase, index, tableRequest, validation } from "./dynamodb-fixture";

const text = (value: string) => ({ S: value });

/** A table `sorted` with items of partition `p` whose sort keys are these. */
async function partition(sortKeys: readonly string[], more: (sk: string) => object = () => ({})) {
  const cloud = await database();
  for (const sk of sortKeys) {
    await cloud.call("PutItem", { TableName: "sorted", Item: { pk: text("p"), sk: text(sk), ...more(sk) } });
  }
  await cloud.call("PutItem", { TableName: "sorted", Item: { pk: text("other"), sk: text("b") } });
  const query = (KeyConditionExpression: string, values: object = {}, input: object = {}) =>
    cloud.call("Query", {
      TableName: "sorted",
      KeyConditionExpression,
      ExpressionAttributeValues: {
        ...(KeyConditionExpression.includes(":e") ? {} : { ":p": text("p") }),
        ...values,
      },
      ...input,
    });
  return { ...cloud, query };
}

const sortKeys = (items: readonly Record<string, unknown>[]) =>
  items.map((item) => Object.values(item["sk"] as object)[0]);

describe("key conditions", () => {
  const values = { ":b": text("b"), ":c": text("c"), ":a": text("a") };

  test.each<[string, Record<string, unknown>, readonly string[]]>([
    ["pk = :p", {}, ["a", "ab", "b", "c", "ca", "d"]],
    [":p = pk", {}, ["a", "ab", "b", "c", "ca", "d"]],
    ["pk = :p AND sk = :b", values, ["b"]],
    ["sk = :b AND pk = :p", values, ["b"]],
    ["pk = :p AND sk < :b", values, ["a", "ab"]],
    ["pk = :p AND sk <= :b", values, ["a", "ab", "b"]],
    ["pk = :p AND sk > :b", values, ["c", "ca", "d"]],
    ["pk = :p AND sk >= :b", values, ["b", "c", "ca", "d"]],
    ["pk = :p AND :b < sk", values, ["c", "ca", "d"]],
    ["pk = :p AND :b >= sk", values, ["a", "ab", "b"]],
    ["pk = :p AND sk BETWEEN :b AND :c", values, ["b", "c"]],
    ["sk between :b and :c and pk = :p", values, ["b", "c"]],
    ["pk = :p AND begins_with(sk, :c)", values, ["c", "ca"]],
    ["begins_with(sk, :a) AND pk = :p", values, ["a", "ab"]],
    ["(pk = :p) AND (sk = :b)", values, ["b"]],
    ["pk = :p AND begins_with(sk, :x)", { ":x": text("x") }, []],
    ["pk = :p AND begins_with(sk, :x)", { ":x": text("") }, ["a", "ab", "b", "c", "ca", "d"]],
  ])("%s", async (condition, all, expected) => {
    const used = Object.fromEntries(Object.entries(all).filter(([name]) => condition.includes(name)));
    const { query } = await partition(["d", "ca", "ab", "b", "a", "c"]);

    const { Items, Count, ScannedCount } = await query(condition, used);

    expect(sortKeys(Items)).toEqual(expected);
    expect([Count, ScannedCount]).toEqual([expected.length, expected.length]);
    const back = await query(condition, used, { ScanIndexForward: false });
    expect(sortKeys(back.Items)).toEqual([...expected].reverse());
  });

  const invalidKey = (message: string) => validation(`Invalid KeyConditionExpression: ${message}`);
  const b = { ":b": text("b") };

  test.each<[string, Record<string, unknown>, { code: string; message: string }]>([
    ["pk = :p AND sk <> :b", b, validation("Invalid operator used in KeyConditionExpression: <>")],
    ["pk = :p OR sk = :b", b, validation("Invalid operator used in KeyConditionExpression: OR")],
    ["NOT pk = :p", {}, validation("Invalid operator used in KeyConditionExpression: NOT")],
    ["pk IN (:p)", {}, validation("Invalid operator used in KeyConditionExpression: IN")],
    [
      "pk = :p AND contains(sk, :b)",
      b,
      validation("Invalid operator used in KeyConditionExpression: contains"),
    ],
    [
      "pk = :p AND attribute_exists(sk)",
      {},
      validation("Invalid operator used in KeyConditionExpression: attribute_exists"),
    ],
    ["pk > :p", {}, validation("Query key condition not supported")],
    ["begins_with(pk, :p)", {}, validation("Query key condition not supported")],
    ["sk = :p", {}, validation("Query condition missed key schema element: pk")],
    ["pk = :p AND x = :b", b, validation("Query condition missed key schema element: sk")],
    [
      "pk = :p AND sk > :b AND sk < :c",
      { ...b, ":c": text("c") },
      invalidKey("KeyConditionExpressions must only contain one condition per key"),
    ],
    [
      "pk = :p AND sk = :b AND x = :c",
      { ...b, ":c": text("c") },
      validation(
        "The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)",
      ),
    ],
    ["pk = :p AND size(sk) = :b", b, invalidKey("KeyConditionExpressions cannot contain nested operations")],
    [
      "pk = :p AND sk.x = :b",
      b,
      invalidKey("KeyConditionExpressions cannot have conditions on nested attributes"),
    ],
    [
      "pk = :p AND sk = :b",
      { ":b": { N: "1" } },
      validation(
        "One or more parameter values were invalid: Condition parameter type does not match schema type",
      ),
    ],
    [
      "pk = :p AND sk BETWEEN :c AND :b",
      { ...b, ":c": text("c") },
      invalidKey(
        "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:c}, upper bound operand: AttributeValue: {S:b}",
      ),
    ],
    [
      "pk = :e",
      { ":e": text("") },
      validation(
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
      ),
    ],
    [
      "pk = :q",
      {},
      invalidKey("An expression attribute value used in expression is not defined; attribute value: :q"),
    ],
    ["", {}, invalidKey("The expression can not be empty;")],
  ])("refuses %s", async (condition, values, error) => {
    const { query } = await partition([]);
    await expect(query(condition, values)).rejects.toMatchObject(error);
  });

  it("refuses a query without condition, and the legacy one by name", async () => {
    const { call } = await database();
    await expect(call("Query", { TableName: "simple" })).rejects.toMatchObject(
      validation(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
      ),
    );
    await expect(call("Query", { TableName: "simple", KeyConditions: {} })).rejects.toMatchObject(
      validation(
        "the local cloud does not model the legacy parameter KeyConditions of Query; use KeyConditionExpression",
      ),
    );
  });
});

describe("order", () => {
  test.each<[string, string, readonly string[]]>([
    ["texts by their UTF-8 bytes", "S", ["", "A", "B", "a", "é", "日", "\ufb01", "😀"]],
    [
      "numbers by their value",
      "N",
      [
        "-9900000000000000000000000000000000000",
        "-100.5",
        "-100",
        "-0.2",
        "-0.19",
        "0",
        "0.00001",
        "1",
        "9",
        "10",
        "10.5",
        "100",
      ],
    ],
    ["binaries by their bytes without sign", "B", ["AA==", "AAA=", "AQ==", "fw==", "gA==", "/w==", "/wA="]],
  ])("sorts %s", async (_, type, ordered) => {
    const { call } = emptyDatabase();
    await call("CreateTable", tableRequest("typed", ["pk", `sk:${type}`]));
    const keys = ordered.filter((key) => key !== "");
    for (const key of [...keys].sort(() => -1).reverse()) {
      await call("PutItem", { TableName: "typed", Item: { pk: text("p"), sk: { [type]: key } } });
    }
    const { Items } = await call("Query", {
      TableName: "typed",
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": text("p") },
    });
    expect(sortKeys(Items)).toEqual(keys);
  });
});

describe("pages", () => {
  const ALL = ["a", "b", "c", "d", "e"];

  test.each([true, false])("follow one another with a limit, ascending: %s", async (ScanIndexForward) => {
    const { query } = await partition(ALL);
    const pages: unknown[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const page = await query(
        "pk = :p",
        {},
        {
          ScanIndexForward,
          Limit: 2,
          ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
        },
      );
      pages.push(sortKeys(page.Items));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    expect(pages).toEqual(
      ScanIndexForward ? [["a", "b"], ["c", "d"], ["e"]] : [["e", "d"], ["c", "b"], ["a"]],
    );
  });

  it("name the last key when the limit is reached, even if nothing follows", async () => {
    const { query } = await partition(["a", "b"]);
    expect((await query("pk = :p", {}, { Limit: 2 })).LastEvaluatedKey).toEqual({
      pk: text("p"),
      sk: text("b"),
    });
    expect(await query("pk = :p", {}, { Limit: 3 })).not.toHaveProperty("LastEvaluatedKey");
  });

  it("start behind a key that need not be there", async () => {
    const { query } = await partition(ALL);
    const page = await query("pk = :p", {}, { ExclusiveStartKey: { pk: text("p"), sk: text("bb") } });
    expect(sortKeys(page.Items)).toEqual(["c", "d", "e"]);
  });

  it("end with the item that reaches 1 MB, before filters and projections", async () => {
    const { query } = await partition(ALL, () => ({ data: text("x".repeat(300_000)) }));

    const page = await query(
      "pk = :p AND sk > :a",
      { ":a": text("0"), ":no": text("no") },
      {
        FilterExpression: "#d = :no",
        ProjectionExpression: "sk",
        ExpressionAttributeNames: { "#d": "data" },
      },
    );

    expect(page).toMatchObject({
      Items: [],
      Count: 0,
      ScannedCount: 4,
      LastEvaluatedKey: { pk: text("p"), sk: text("d") },
    });
  });

  test.each<[string, unknown, string]>([
    [
      "lacks the sort key",
      { pk: text("p") },
      "The provided starting key is invalid: The provided key element does not match the schema",
    ],
    [
      "has a wrong type",
      { pk: text("p"), sk: { N: "1" } },
      "The provided starting key is invalid: The provided key element does not match the schema",
    ],
    [
      "has too much",
      { pk: text("p"), sk: text("a"), x: text("x") },
      "The provided starting key is invalid: The provided key element does not match the schema",
    ],
    [
      "has another partition",
      { pk: text("q"), sk: text("c") },
      "The provided starting key is outside query boundaries based on provided conditions",
    ],
    [
      "lies outside the condition",
      { pk: text("p"), sk: text("a") },
      "The provided starting key does not match the range key predicate",
    ],
  ])("refuse a starting key that %s", async (_, ExclusiveStartKey, message) => {
    const { query } = await partition(ALL);
    await expect(
      query("pk = :p AND sk > :b", { ":b": text("b") }, { ExclusiveStartKey }),
    ).rejects.toMatchObject(validation(message));
  });

  it("refuse a limit of zero", async () => {
    const { query } = await partition([]);
    await expect(query("pk = :p", {}, { Limit: 0 })).rejects.toMatchObject(
      validation(
        "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
      ),
    );
  });
});

describe("filters", () => {
  it("apply after the limit", async () => {
    const { query } = await partition(["a", "b", "c", "d"], (sk) => ({
      even: { BOOL: sk === "b" || sk === "d" },
    }));
    const page = await query(
      "pk = :p",
      { ":yes": { BOOL: true } },
      { FilterExpression: "even = :yes", Limit: 3 },
    );
    expect(page).toMatchObject({ Count: 1, ScannedCount: 3, LastEvaluatedKey: { sk: text("c") } });
    expect(sortKeys(page.Items)).toEqual(["b"]);
  });

  test.each(["pk", "sk"])("cannot see the key attribute %s", async (name) => {
    const { query } = await partition([]);
    await expect(query("pk = :p", {}, { FilterExpression: `${name} = :p` })).rejects.toMatchObject(
      validation(
        `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
      ),
    );
  });
});

describe("Select", () => {
  it("counts without items", async () => {
    const { query } = await partition(["a", "b"]);
    const page = await query("pk = :p", {}, { Select: "COUNT" });
    expect(page).toEqual({ Count: 2, ScannedCount: 2 });
  });

  test.each<[object, string]>([
    [
      { Select: "ALL_ATTRIBUTES", ProjectionExpression: "sk" },
      "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES",
    ],
    [
      { Select: "COUNT", ProjectionExpression: "sk" },
      "Cannot specify the ProjectionExpression when choosing to get only the Count",
    ],
    [
      { Select: "SPECIFIC_ATTRIBUTES" },
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    ],
    [
      { Select: "ALL_PROJECTED_ATTRIBUTES" },
      "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
    ],
    [
      { Select: "SOME" },
      "1 validation error detected: Value 'SOME' at 'select' failed to satisfy constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
    ],
    [{ IndexName: "gone" }, "The table does not have the specified index: gone"],
    [
      { ProjectionExpression: "sk.x" },
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: sk",
    ],
  ])("refuses %j", async (input, message) => {
    const { query } = await partition([]);
    await expect(query("pk = :p", {}, input)).rejects.toMatchObject(validation(message));
  });
});

describe("indexes", () => {
  /** A table of orders: by customer and number; LSI by date, GSIs by state with three projections. */
  async function orders() {
    const cloud = emptyDatabase();
    const state = (name: string, projection: object) => index(name, ["state", "date"], { ...projection });
    await cloud.call("CreateTable", {
      ...tableRequest("orders", ["customer", "number:N", "state", "date"]),
      KeySchema: tableRequest("", ["customer", "number"]).KeySchema,
      LocalSecondaryIndexes: [index("by-date", ["customer", "date"], { ProjectionType: "KEYS_ONLY" })],
      GlobalSecondaryIndexes: [
        state("all", {}),
        state("keys", { ProjectionType: "KEYS_ONLY" }),
        state("some", { ProjectionType: "INCLUDE", NonKeyAttributes: ["cents"] }),
      ],
    });
    const put = (customer: string, number: number, more: object) =>
      cloud.call("PutItem", {
        TableName: "orders",
        Item: { customer: text(customer), number: { N: String(number) }, ...more },
      });
    const query = (IndexName: string, input: object = {}) =>
      cloud.call("Query", {
        TableName: "orders",
        IndexName,
        ...(IndexName === "by-date"
          ? { KeyConditionExpression: "customer = :k", ExpressionAttributeValues: { ":k": text("ann") } }
          : {
              KeyConditionExpression: "#s = :k",
              ExpressionAttributeNames: { "#s": "state" },
              ExpressionAttributeValues: { ":k": text("open") },
            }),
        ...input,
      });
    await put("ann", 1, { state: text("open"), date: text("02"), cents: { N: "10" }, note: text("n") });
    await put("ann", 2, { state: text("open"), date: text("01"), cents: { N: "20" } });
    await put("ann", 3, { state: text("done"), date: text("03"), cents: { N: "30" } });
    await put("bob", 1, { state: text("open"), date: text("01"), cents: { N: "40" } });
    await put("bob", 2, { state: text("open"), cents: { N: "50" } });
    return { ...cloud, query, put };
  }

  it("hold the items that have their keys, in order, as far as they project them", async () => {
    const { query } = await orders();
    const annTwo = { customer: text("ann"), number: { N: "2" }, state: text("open"), date: text("01") };

    const all = await query("all");
    expect(all.Items.map((item) => item["date"])).toEqual([text("01"), text("01"), text("02")]);
    expect(all.Items.find((item) => "note" in item)).toMatchObject({ note: text("n") });
    expect((await query("keys")).Items).toContainEqual(annTwo);
    expect((await query("some")).Items).toContainEqual({ ...annTwo, cents: { N: "20" } });
  });

  it("follow every write at once", async () => {
    const { query, put, call } = await orders();
    await put("ann", 1, { state: text("done"), date: text("02") });
    await call("UpdateItem", {
      TableName: "orders",
      Key: { customer: text("bob"), number: { N: "2" } },
      UpdateExpression: "SET #d = :d",
      ExpressionAttributeNames: { "#d": "date" },
      ExpressionAttributeValues: { ":d": text("00") },
    });
    await call("DeleteItem", { TableName: "orders", Key: { customer: text("bob"), number: { N: "1" } } });

    const keys = (await query("keys")).Items.map((item) => [item["customer"], item["date"]]);
    expect(keys).toEqual([
      [text("bob"), text("00")],
      [text("ann"), text("01")],
    ]);
  });

  it("page over items with the same index key", async () => {
    const { query, put } = await orders();
    for (let n = 10; n < 20; n++) await put("eve", n, { state: text("open"), date: text("same") });
    const seen = new Set<unknown>();
    let ExclusiveStartKey: unknown;
    do {
      const page = await query("keys", {
        Limit: 3,
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      });
      for (const item of page.Items) seen.add(JSON.stringify(item));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    expect(seen.size).toBe(13);
  });

  it("make starting keys of both keys", async () => {
    const { query } = await orders();
    const { LastEvaluatedKey } = await query("all", { Limit: 1 });
    expect(Object.keys(LastEvaluatedKey ?? {}).sort()).toEqual(["customer", "date", "number", "state"]);
    await expect(
      query("all", { ExclusiveStartKey: { customer: text("ann"), number: { N: "1" } } }),
    ).rejects.toMatchObject(validation("The provided starting key is invalid"));
  });

  it("fetch from the table what a local index lacks", async () => {
    const { query } = await orders();
    const dates = (items: readonly Record<string, unknown>[]) => items.map((item) => item["date"]);

    const keys = await query("by-date");
    expect(dates(keys.Items)).toEqual([text("01"), text("02"), text("03")]);
    expect(keys.Items[0]).toEqual({ customer: text("ann"), number: { N: "2" }, date: text("01") });

    const all = await query("by-date", { Select: "ALL_ATTRIBUTES", ConsistentRead: true });
    expect(all.Items[0]).toMatchObject({ cents: { N: "20" }, state: text("open") });
    const some = await query("by-date", { ProjectionExpression: "note" });
    expect(some.Items).toEqual([{}, { note: text("n") }, {}]);
  });

  test.each<[string, object, string]>([
    ["all", { ConsistentRead: true }, "Consistent reads are not supported on global secondary indexes"],
    [
      "keys",
      { Select: "ALL_ATTRIBUTES" },
      "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index keys because its projection type is not ALL",
    ],
    [
      "some",
      { ProjectionExpression: "cents, note" },
      "One or more parameter values were invalid: Global secondary index some does not project [note]",
    ],
    [
      "some",
      { FilterExpression: "note = :k" },
      "One or more parameter values were invalid: Global secondary index some does not project [note]",
    ],
    [
      "all",
      { FilterExpression: "#s = :k" },
      "Filter Expression can only contain non-primary key attributes: Primary key attribute: state",
    ],
  ])("refuse for %s: %j", async (name, input, message) => {
    const { query } = await orders();
    await expect(query(name, input)).rejects.toMatchObject(validation(message));
  });

  it("allow a filter on the table's key", async () => {
    const { query } = await orders();
    const { Items } = await query("keys", {
      FilterExpression: "customer = :c",
      ExpressionAttributeValues: { ":k": text("open"), ":c": text("bob") },
    });
    expect(Items).toMatchObject([{ customer: text("bob") }]);
  });
});
