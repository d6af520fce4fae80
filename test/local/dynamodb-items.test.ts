import { database, index, tableRequest, validation } from "./dynamodb-fixture";

describe("PutItem and GetItem", () => {
  test("give back what was put, numbers in their normal form", async () => {
    const { call } = await database();
    const item = {
      id: { S: "1" },
      text: { S: "" },
      number: { N: "0042.1200" },
      binary: { B: "aGVsbG8=" },
      yes: { BOOL: true },
      nothing: { NULL: true },
      list: { L: [{ S: "a" }, { L: [] }] },
      map: { M: { inner: { N: "1e3" } } },
      strings: { SS: ["b", "a", ""] },
      numbers: { NS: ["2", "1.0"] },
      binaries: { BS: ["YQ==", "Yg=="] },
    };
    expect(await call("PutItem", { TableName: "simple", Item: item })).toEqual({});
    const { Item } = await call("GetItem", { TableName: "simple", Key: { id: { S: "1" } } });
    expect(Item).toEqual({
      ...item,
      number: { N: "42.12" },
      map: { M: { inner: { N: "1000" } } },
      numbers: { NS: ["2", "1"] },
    });
  });

  test("keep names that mean something to JavaScript as data", async () => {
    const { call, service } = await database();
    const Item = JSON.parse('{"id":{"S":"1"},"__proto__":{"S":"p"},"constructor":{"S":"c"}}');
    await call("PutItem", { TableName: "simple", Item });
    const input = { TableName: "simple", Key: { id: { S: "1" } } };
    const found = await call("GetItem", {
      ...input,
      ProjectionExpression: "#p, toString",
      ExpressionAttributeNames: { "#p": "__proto__" },
    });
    expect(JSON.stringify(found.Item)).toBe('{"__proto__":{"S":"p"}}');
    await expect(
      call("DeleteItem", { ...input, ConditionExpression: "attribute_exists(valueOf)" }),
    ).rejects.toMatchObject({ code: "ConditionalCheckFailedException" });
    expect(Object.entries(service.inspect("simple")[0] ?? {})).toContainEqual(["constructor", "c"]);
  });

  test("find nothing under another key, and items by every type of key", async () => {
    const { call } = await database();
    await call("CreateTable", tableRequest("numbers", ["n:N", "b:B"]));
    await call("PutItem", {
      TableName: "numbers",
      Item: { n: { N: "1.0" }, b: { B: "AA==" }, x: { S: "y" } },
    });
    const key = (n: string, b: string) => ({ TableName: "numbers", Key: { n: { N: n }, b: { B: b } } });
    expect((await call("GetItem", key("1", "AA=="))).Item).toMatchObject({ n: { N: "1" }, x: { S: "y" } });
    expect((await call("GetItem", key("10e-1", "AA=="))).Item).toBeDefined();
    expect(await call("GetItem", key("1", "AQ=="))).toEqual({});
    expect(await call("GetItem", key("-1", "AA=="))).toEqual({});
  });

  test("replace the whole item and return the old one when asked", async () => {
    const { call } = await database();
    const put = (Item: object, ReturnValues = "ALL_OLD") =>
      call("PutItem", { TableName: "simple", Item, ReturnValues });
    expect(await put({ id: { S: "1" }, a: { N: "1" } })).toEqual({});
    expect(await put({ id: { S: "1" }, b: { N: "2" } })).toEqual({
      Attributes: { id: { S: "1" }, a: { N: "1" } },
    });
    const { Item } = await call("GetItem", { TableName: "simple", Key: { id: { S: "1" } } });
    expect(Item).toEqual({ id: { S: "1" }, b: { N: "2" } });
    await expect(put({ id: { S: "1" } }, "ALL_NEW")).rejects.toMatchObject(
      validation("ReturnValues can only be ALL_OLD or NONE"),
    );
  });

  test("do not follow what the caller does to its objects afterwards", async () => {
    const { call } = await database();
    const Item = { id: { S: "1" }, list: { L: [{ S: "a" }] } };
    await call("PutItem", { TableName: "simple", Item });
    Item.list.L.push({ S: "b" });
    const found = await call("GetItem", { TableName: "simple", Key: { id: { S: "1" } } });
    expect(found.Item).toEqual({ id: { S: "1" }, list: { L: [{ S: "a" }] } });
  });

  test("accept the table's ARN for its name", async () => {
    const { call } = await database();
    const TableName = (await call("DescribeTable", { TableName: "simple" })).Table.TableArn;
    await call("PutItem", { TableName, Item: { id: { S: "1" } } });
    expect((await call("GetItem", { TableName, Key: { id: { S: "1" } } })).Item).toEqual({ id: { S: "1" } });
  });
});

describe("a put is refused", () => {
  const nested = (depth: number): object => (depth === 0 ? { S: "leaf" } : { M: { n: nested(depth - 1) } });
  const invalid = "One or more parameter values were invalid: ";

  test.each<[string, object, string]>([
    ["without its key", { x: { S: "1" } }, `${invalid}Missing the key id in the item`],
    [
      "with a key of another type",
      { id: { N: "1" } },
      `${invalid}Type mismatch for key id expected: S actual: N`,
    ],
    [
      "with an empty key",
      { id: { S: "" } },
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id",
    ],
    [
      "with a key that is too long",
      { id: { S: "x".repeat(2_049) } },
      `${invalid}Size of hashkey has exceeded the maximum size limit of2048 bytes`,
    ],
    [
      "with a value without a type",
      { id: { S: "1" }, a: {} },
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    ],
    [
      "with a value of two types",
      { id: { S: "1" }, a: { S: "1", N: "1" } },
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    ],
    [
      "with a type that there is not",
      { id: { S: "1" }, a: { X: "1" } },
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    ],
    [
      "with NULL false",
      { id: { S: "1" }, a: { NULL: false } },
      `${invalid}Null attribute value types must have the value of true`,
    ],
    ["with no text in SS", { id: { S: "1" }, a: { SS: [] } }, `${invalid}An string set  may not be empty`],
    ["with no number in NS", { id: { S: "1" }, a: { NS: [] } }, `${invalid}An number set  may not be empty`],
    ["with no binary in BS", { id: { S: "1" }, a: { BS: [] } }, `${invalid}Binary sets should not be empty`],
    [
      "with a text twice in SS",
      { id: { S: "1" }, a: { SS: ["a", "a"] } },
      `${invalid}Input collection [a, a] contains duplicates.`,
    ],
    [
      "with a number twice in NS, however it is written",
      { id: { S: "1" }, a: { NS: ["1", "1.0"] } },
      "Input collection contains duplicates",
    ],
    [
      "with a binary twice in BS",
      { id: { S: "1" }, a: { BS: ["YQ==", "YQ=="] } },
      `${invalid}Input collection [YQ==, YQ==]of type BS contains duplicates.`,
    ],
    [
      "with no number",
      { id: { S: "1" }, a: { N: "one" } },
      "The parameter cannot be converted to a numeric value: one",
    ],
    [
      "with an empty number",
      { id: { S: "1" }, a: { N: "" } },
      "The parameter cannot be converted to a numeric value",
    ],
    [
      "with a number that is too large",
      { id: { S: "1" }, a: { N: "1e126" } },
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    ],
    [
      "with a number that is too small",
      { id: { S: "1" }, a: { N: "1e-131" } },
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    ],
    [
      "with a number of 39 digits",
      { id: { S: "1" }, a: { N: "1".repeat(39) } },
      "Attempting to store more than 38 significant digits in a Number",
    ],
    [
      "with 33 levels",
      { id: { S: "1" }, a: nested(32) },
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
    ],
    [
      "beyond 400 KB",
      { id: { S: "1" }, a: { S: "x".repeat(409_600 - 3) } },
      "Item size has exceeded the maximum allowed size",
    ],
  ])("%s", async (_why, Item, message) => {
    const { call, service } = await database();
    await expect(call("PutItem", { TableName: "simple", Item })).rejects.toMatchObject(validation(message));
    expect(service.inspect("simple")).toEqual([]);
  });

  test("and accepted at the limits", async () => {
    const { call } = await database();
    const put = (Item: object) => call("PutItem", { TableName: "simple", Item });
    await put({ id: { S: "x".repeat(2_048) } });
    await put({ id: { S: "1" }, a: nested(31) });
    await put({ id: { S: "1" }, a: { S: "x".repeat(409_600 - 4) } });
    await put({ id: { S: "1" }, a: { N: "9".repeat(38) }, b: { N: "1e125" }, c: { N: "-1e-130" } });
  });

  test("into a table that is not there", async () => {
    const { call } = await database();
    await expect(call("PutItem", { TableName: "other", Item: { id: { S: "1" } } })).rejects.toMatchObject({
      code: "ResourceNotFoundException",
      message: "Requested resource not found",
      httpStatus: 400,
    });
  });

  test("with the key of an index in another type, or empty", async () => {
    const { call } = await database();
    await call("CreateTable", {
      ...tableRequest("indexed", ["id"]),
      AttributeDefinitions: ["id", "kind", "at:N"].map((one) => ({
        AttributeName: one.split(":")[0],
        AttributeType: one.split(":")[1] ?? "S",
      })),
      GlobalSecondaryIndexes: [index("by-kind", ["kind", "at"])],
    });
    const put = (more: object) =>
      call("PutItem", { TableName: "indexed", Item: { id: { S: "1" }, ...more } });
    await expect(put({ kind: { N: "1" } })).rejects.toMatchObject(
      validation(`${invalid}Type mismatch for Index Key kind Expected: S Actual: N IndexName: by-kind`),
    );
    await expect(put({ kind: { S: "" } })).rejects.toMatchObject(
      validation(
        "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-kind, IndexKey: kind",
      ),
    );
    await put({ other: { S: "" } });
  });
});

describe("members of requests", () => {
  test.each<[string, object, string]>([
    [
      "PutItem",
      { Item: {} },
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    ],
    [
      "PutItem",
      { TableName: "a b" },
      "2 validation errors detected: Value 'a b' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value null at 'item' failed to satisfy constraint: Member must not be null",
    ],
    [
      "GetItem",
      { TableName: "simple", Key: { id: { S: "1" } }, ReturnConsumedCapacity: "ALL" },
      "1 validation error detected: Value 'ALL' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]",
    ],
    [
      "Scan",
      { TableName: "simple", Limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      "TransactWriteItems",
      { TransactItems: [] },
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "TransactWriteItems",
      { TransactItems: [{ ConditionCheck: { TableName: "simple", Key: {} } }] },
      "1 validation error detected: Value null at 'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null",
    ],
    [
      "PutItem",
      { TableName: "simple", Item: {}, Expected: {} },
      "the local cloud does not model the legacy parameter Expected of PutItem; use ConditionExpression",
    ],
    [
      "Query",
      { TableName: "simple", KeyConditions: {} },
      "the local cloud does not model the legacy parameter KeyConditions of Query; use KeyConditionExpression",
    ],
    [
      "UpdateItem",
      { TableName: "simple", Key: {}, AttributeUpdates: {} },
      "the local cloud does not model the legacy parameter AttributeUpdates of UpdateItem; use UpdateExpression",
    ],
    [
      "CreateTable",
      { ...tableRequest("another", ["id"]), WarmThroughput: {} },
      "the local cloud does not model the member WarmThroughput of CreateTable",
    ],
  ])("%s %j", async (operation, input, message) => {
    const { call } = await database();
    await expect(call(operation, input)).rejects.toMatchObject(validation(message));
  });

  test.each<[string, object, string]>([
    ["GetItem", { TableName: 1 }, "NUMBER_VALUE cannot be converted to String"],
    [
      "GetItem",
      { TableName: "simple", Key: { id: { S: "1" } }, ConsistentRead: "yes" },
      "STRING_VALUE cannot be converted to Boolean",
    ],
    ["Scan", { TableName: "simple", Limit: "1" }, "STRING_VALUE cannot be converted to Integer"],
    [
      "PutItem",
      { TableName: "simple", Item: { id: { S: 1 } } },
      "NUMBER_VALUE cannot be converted to String",
    ],
    [
      "PutItem",
      { TableName: "simple", Item: { id: { S: "1" }, b: { B: "?" } } },
      "'?' can not be converted to a Blob: Invalid Base64",
    ],
    ["TransactGetItems", { TransactItems: {} }, "Unexpected field type: a list was expected"],
  ])("%s %j of the wrong JSON type", async (operation, input, message) => {
    const { call } = await database();
    await expect(call(operation, input)).rejects.toMatchObject({ code: "SerializationException", message });
  });

  test("a batch of PartiQL is refused by name", async () => {
    const { call } = await database();
    await expect(call("BatchExecuteStatement", { Statements: [] })).rejects.toMatchObject({
      code: "UnknownOperationException",
      message: "the local cloud does not model dynamodb:BatchExecuteStatement",
    });
  });
});

describe("keys of single items", () => {
  const mismatch = validation("The provided key element does not match the schema");

  test.each<[string, object]>([
    ["is incomplete", { pk: { S: "1" } }],
    ["has more than the key", { pk: { S: "1" }, sk: { S: "1" }, x: { S: "1" } }],
    ["is of another type", { pk: { S: "1" }, sk: { N: "1" } }],
    ["has another name", { pk: { S: "1" }, other: { S: "1" } }],
  ])("a key that %s", async (_why, Key) => {
    const { call } = await database();
    for (const operation of ["GetItem", "DeleteItem", "UpdateItem"]) {
      await expect(call(operation, { TableName: "sorted", Key })).rejects.toMatchObject(mismatch);
    }
  });

  test("an empty or long sort key", async () => {
    const { call } = await database();
    const get = (S: string) => call("GetItem", { TableName: "sorted", Key: { pk: { S: "1" }, sk: { S } } });
    await expect(get("")).rejects.toMatchObject(
      validation(
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: sk",
      ),
    );
    await expect(get("x".repeat(1_025))).rejects.toMatchObject(
      validation(
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
      ),
    );
  });
});

describe("DeleteItem", () => {
  test("deletes, returns the old item when asked, and does not mind that nothing is there", async () => {
    const { call, service } = await database();
    await call("PutItem", { TableName: "simple", Item: { id: { S: "1" }, a: { N: "1" } } });
    const deletion = { TableName: "simple", Key: { id: { S: "1" } }, ReturnValues: "ALL_OLD" };
    expect(await call("DeleteItem", deletion)).toEqual({ Attributes: { id: { S: "1" }, a: { N: "1" } } });
    expect(await call("DeleteItem", deletion)).toEqual({});
    expect(service.inspect("simple")).toEqual([]);
  });

  test("shows the item when its condition fails and that was asked for", async () => {
    const { call } = await database();
    await call("PutItem", { TableName: "simple", Item: { id: { S: "1" }, a: { N: "1" } } });
    const deletion = {
      TableName: "simple",
      Key: { id: { S: "1" } },
      ConditionExpression: "a > :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    };
    await expect(call("DeleteItem", deletion)).rejects.toMatchObject({
      code: "ConditionalCheckFailedException",
      message: "The conditional request failed",
      fields: {},
    });
    await expect(
      call("DeleteItem", { ...deletion, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
    ).rejects.toMatchObject({ fields: { Item: { id: { S: "1" }, a: { N: "1" } } } });
  });
});

test("inspect shows items as plain objects", async () => {
  const { call, service } = await database();
  const Item = {
    id: { S: "1" },
    n: { N: "1.5" },
    long: { N: "12345678901234567890" },
    list: { L: [{ BOOL: true }, { NULL: true }, { M: { a: { S: "b" } } }] },
    set: { SS: ["a"] },
    numbers: { NS: ["1"] },
    bytes: { B: "AQI=" },
    many: { BS: ["AQ=="] },
  };
  await call("PutItem", { TableName: "simple", Item });
  expect(service.inspect("simple")).toEqual([
    {
      id: "1",
      n: 1.5,
      long: "12345678901234567890",
      list: [true, null, { a: "b" }],
      set: new Set(["a"]),
      numbers: new Set([1]),
      bytes: Buffer.from([1, 2]),
      many: new Set([Buffer.from([1])]),
    },
  ]);
  expect(service.tableNames()).toEqual(["simple", "sorted"]);
});
