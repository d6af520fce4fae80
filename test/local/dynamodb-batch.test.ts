import { database, validation } from "./dynamodb-fixture";

const key = (id: string) => ({ id: { S: id } });
const put = (id: string, more: object = {}) => ({ PutRequest: { Item: { ...key(id), ...more } } });
const remove = (id: string) => ({ DeleteRequest: { Key: key(id) } });

describe("BatchWriteItem", () => {
  it("puts and deletes in several tables", async () => {
    const { call, service } = await database();
    await call("PutItem", { TableName: "simple", Item: key("old") });

    const answer = await call("BatchWriteItem", {
      RequestItems: {
        simple: [put("1", { n: { N: "1" } }), put("2"), remove("old"), remove("gone")],
        sorted: [{ PutRequest: { Item: { pk: { S: "p" }, sk: { S: "s" } } } }],
      },
    });

    expect(answer).toEqual({ UnprocessedItems: {} });
    expect(service.inspect("simple")).toHaveLength(2);
    expect(service.inspect("simple")).toContainEqual({ id: "1", n: 1 });
    expect(service.inspect("sorted")).toEqual([{ pk: "p", sk: "s" }]);
  });

  const many = (count: number) => Array.from({ length: count }, (_, i) => put(String(i)));

  test.each<[string, object, { code: string; message?: unknown }]>([
    ["nothing", {}, validation("The requestItems parameter is required for BatchWriteItem")],
    [
      "an empty list",
      { simple: [] },
      {
        code: "ValidationException",
        message: expect.stringContaining("Member must have length greater than or equal to 1"),
      },
    ],
    [
      "26 writes to one table",
      { simple: many(26) },
      {
        code: "ValidationException",
        message: expect.stringContaining("Member must have length less than or equal to 25"),
      },
    ],
    [
      "26 writes to two tables",
      { simple: many(25), sorted: [{ PutRequest: { Item: { pk: { S: "p" }, sk: { S: "s" } } } }] },
      validation("Too many items requested for the BatchWriteItem call"),
    ],
    [
      "two writes of one item",
      { simple: [put("1"), remove("1")] },
      validation("Provided list of item keys contains duplicates"),
    ],
    [
      "a put and a deletion in one",
      { simple: [{ ...put("1"), ...remove("1") }] },
      validation(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
      ),
    ],
    [
      "an item without key",
      { simple: [put("1"), { PutRequest: { Item: { x: { S: "1" } } } }] },
      validation("The provided key element does not match the schema"),
    ],
    [
      "a table that is not there",
      { simple: [put("1")], gone: [put("1")] },
      { code: "ResourceNotFoundException", message: "Requested resource not found" },
    ],
  ])("refuses %s and writes nothing", async (_, RequestItems, error) => {
    const { call, service } = await database();
    await expect(call("BatchWriteItem", { RequestItems })).rejects.toMatchObject(error);
    expect(service.inspect("simple")).toEqual([]);
  });
});

describe("BatchGetItem", () => {
  it("gets what is there from several tables", async () => {
    const { call } = await database();
    await call("PutItem", { TableName: "simple", Item: { ...key("1"), a: { S: "x" }, b: { S: "y" } } });
    await call("PutItem", { TableName: "sorted", Item: { pk: { S: "p" }, sk: { S: "s" } } });

    const answer = await call("BatchGetItem", {
      RequestItems: {
        simple: {
          Keys: [key("gone"), key("1")],
          ProjectionExpression: "#a",
          ExpressionAttributeNames: { "#a": "a" },
        },
        sorted: { Keys: [{ pk: { S: "p" }, sk: { S: "s" } }], ConsistentRead: true },
      },
    });

    expect(answer).toEqual({
      Responses: { simple: [{ a: { S: "x" } }], sorted: [{ pk: { S: "p" }, sk: { S: "s" } }] },
      UnprocessedKeys: {},
    });
  });

  it("hands back the keys beyond 16 MB", async () => {
    const { call } = await database();
    const data = { S: "x".repeat(400 * 1024 - 20) };
    const keys = Array.from({ length: 45 }, (_, i) => key(String(i)));
    for (const one of keys) await call("PutItem", { TableName: "simple", Item: { ...one, data } });

    const answer = await call("BatchGetItem", {
      RequestItems: { simple: { Keys: keys, ConsistentRead: true } },
    });

    expect(answer.Responses["simple"]).toHaveLength(40);
    expect(answer["UnprocessedKeys"]).toEqual({ simple: { Keys: keys.slice(40), ConsistentRead: true } });
  });

  const many = (count: number) => ({ Keys: Array.from({ length: count }, (_, i) => key(String(i))) });

  test.each<[string, object, { code: string; message?: unknown }]>([
    ["nothing", {}, validation("The requestItems parameter is required for BatchGetItem")],
    [
      "101 keys of one table",
      { simple: many(101) },
      {
        code: "ValidationException",
        message: expect.stringContaining("Member must have length less than or equal to 100"),
      },
    ],
    [
      "101 keys of two tables",
      { simple: many(100), sorted: { Keys: [{ pk: { S: "p" }, sk: { S: "s" } }] } },
      validation("Too many items requested for the BatchGetItem call"),
    ],
    [
      "a key twice",
      { simple: { Keys: [key("1"), key("1")] } },
      validation("Provided list of item keys contains duplicates"),
    ],
    [
      "a wrong key",
      { simple: { Keys: [{ id: { N: "1" } }] } },
      validation("The provided key element does not match the schema"),
    ],
    [
      "a table that is not there",
      { gone: many(1) },
      { code: "ResourceNotFoundException", message: "Requested resource not found" },
    ],
    [
      "AttributesToGet",
      { simple: { ...many(1), AttributesToGet: ["id"] } },
      {
        code: "ValidationException",
        message: expect.stringMatching(
          /legacy parameter .*AttributesToGet of BatchGetItem; use ProjectionExpression/,
        ),
      },
    ],
  ])("refuses %s", async (_, RequestItems, error) => {
    const { call } = await database();
    await expect(call("BatchGetItem", { RequestItems })).rejects.toMatchObject(error);
  });
});
