import { database, validation } from "./dynamodb-fixture";

const key = (id: string) => ({ id: { S: id } });
const part = (id: string, more: object = {}) => ({ TableName: "simple", Key: key(id), ...more });
const put = (id: string, more: object = {}) => ({
  Put: { TableName: "simple", Item: { ...key(id), ...more } },
});
const add = (id: string, n: string) => ({
  Update: part(id, { UpdateExpression: "ADD n :n", ExpressionAttributeValues: { ":n": { N: n } } }),
});

async function transactions() {
  const cloud = await database();
  const write = (TransactItems: readonly object[], more: object = {}) =>
    cloud.call("TransactWriteItems", { TransactItems, ...more });
  const items = () => Object.fromEntries(cloud.service.inspect("simple").map((item) => [item["id"], item]));
  return { ...cloud, write, items };
}

function cancelled(reasons: readonly object[]) {
  const codes = reasons.map((reason) => ("Code" in reason ? reason.Code : ""));
  return {
    code: "TransactionCanceledException",
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(", ")}]`,
    fields: { CancellationReasons: reasons },
  };
}

const NONE = { Code: "None" };
const FAILED = { Code: "ConditionalCheckFailed", Message: "The conditional request failed" };

describe("TransactWriteItems", () => {
  it("carries out every part", async () => {
    const { call, write, items } = await transactions();
    await call("PutItem", { TableName: "simple", Item: { ...key("counter"), n: { N: "1" } } });
    await call("PutItem", { TableName: "simple", Item: key("old") });
    await call("PutItem", { TableName: "simple", Item: key("guard") });

    const answer = await write([
      put("new", { x: { S: "y" } }),
      add("counter", "2"),
      add("fresh", "5"),
      { Delete: part("old") },
      { ConditionCheck: part("guard", { ConditionExpression: "attribute_exists(id)" }) },
      { Put: { TableName: "sorted", Item: { pk: { S: "p" }, sk: { S: "s" } } } },
    ]);

    expect(answer).toEqual({});
    expect(items()).toEqual({
      new: { id: "new", x: "y" },
      counter: { id: "counter", n: 3 },
      fresh: { id: "fresh", n: 5 },
      guard: { id: "guard" },
    });
  });

  it("takes null for absent", async () => {
    const { call, write, items } = await transactions();
    await write([{ ...put("1"), Update: null, Delete: null }], { ClientRequestToken: null });
    const page = await call("Scan", { TableName: "simple", IndexName: null, ExclusiveStartKey: null });
    expect(page.Count).toBe(1);
    expect(Object.keys(items())).toEqual(["1"]);
  });

  it("is cancelled as a whole by any condition, with the reason of each part", async () => {
    const { call, write, items } = await transactions();
    await call("PutItem", { TableName: "simple", Item: { ...key("taken"), owner: { S: "ann" } } });
    const condition = { ConditionExpression: "attribute_not_exists(id)" };

    await expect(
      write([
        put("new"),
        { Put: { TableName: "simple", Item: key("taken"), ...condition } },
        {
          ConditionCheck: part("absent", {
            ConditionExpression: "attribute_exists(id)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        },
      ]),
    ).rejects.toMatchObject(cancelled([NONE, FAILED, FAILED]));

    await expect(
      write([
        put("new"),
        { Delete: part("taken", { ...condition, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }) },
      ]),
    ).rejects.toMatchObject(cancelled([NONE, { ...FAILED, Item: { ...key("taken"), owner: { S: "ann" } } }]));
    expect(items()).toEqual({ taken: { id: "taken", owner: "ann" } });
  });

  it("looks at all items as they were before", async () => {
    const { write, items } = await transactions();
    await expect(
      write([
        put("1"),
        { ConditionCheck: part("2", { ConditionExpression: "attribute_exists(id)" }) },
        put("3"),
      ]),
    ).rejects.toMatchObject(cancelled([NONE, FAILED, NONE]));
    expect(items()).toEqual({});
  });

  test.each<[string, object, string]>([
    [
      "an update of the wrong type",
      add("text", "1"),
      "An operand in the update expression has an incorrect data type",
    ],
    [
      "an update with no number",
      {
        Update: part("1", {
          UpdateExpression: "SET n = nothing + :n",
          ExpressionAttributeValues: { ":n": { N: "1" } },
        }),
      },
      "The provided expression refers to an attribute that does not exist in the item",
    ],
    [
      "an item without key",
      { Put: { TableName: "simple", Item: { x: { S: "1" } } } },
      "One or more parameter values were invalid: Missing the key id in the item",
    ],
    [
      "a wrong key",
      { Delete: { TableName: "simple", Key: { id: { N: "1" } } } },
      "The provided key element does not match the schema",
    ],
  ])("is cancelled by %s", async (_, wrong, Message) => {
    const { call, write, items } = await transactions();
    await call("PutItem", { TableName: "simple", Item: { ...key("text"), n: { S: "text" } } });

    await expect(write([put("new"), wrong])).rejects.toMatchObject(
      cancelled([NONE, { Code: "ValidationError", Message }]),
    );
    expect(Object.keys(items())).toEqual(["text"]);
  });

  const big = { data: { S: "x".repeat(400 * 1024 - 20) } };

  test.each<[string, readonly object[], { code: string; message?: unknown }]>([
    [
      "no parts",
      [],
      {
        code: "ValidationException",
        message: expect.stringContaining("Member must have length greater than or equal to 1"),
      },
    ],
    [
      "101 parts",
      Array.from({ length: 101 }, (_, i) => put(String(i))),
      {
        code: "ValidationException",
        message: expect.stringContaining("Member must have length less than or equal to 100"),
      },
    ],
    [
      "one item twice",
      [put("1"), { Delete: part("1") }],
      validation("Transaction request cannot include multiple operations on one item"),
    ],
    [
      "a part that does two things",
      [{ ...put("1"), Delete: part("2") }],
      validation("TransactItems can only contain one of Check, Put, Update or Delete"),
    ],
    [
      "a part that does nothing",
      [{}],
      validation("The action or operation requested is invalid. Verify that the action is typed correctly."),
    ],
    [
      "more than 4 MB",
      Array.from({ length: 11 }, (_, i) => put(String(i), big)),
      validation("Aggregate size of the items in the transaction: size cannot exceed 4 MB"),
    ],
    [
      "a check without condition",
      [{ ConditionCheck: part("1") }],
      {
        code: "ValidationException",
        message: expect.stringContaining(
          "conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null",
        ),
      },
    ],
    [
      "a wrong expression",
      [put("2"), { Update: part("1", { UpdateExpression: "SET" }) }],
      validation('Invalid UpdateExpression: Syntax error; token: "<EOF>", near: "SET"'),
    ],
    [
      "a table that is not there",
      [put("1"), { Delete: { TableName: "gone", Key: key("1") } }],
      { code: "ResourceNotFoundException", message: "Requested resource not found" },
    ],
  ])("refuses %s", async (_, parts, error) => {
    const { write, items } = await transactions();
    await expect(write(parts)).rejects.toMatchObject(error);
    expect(items()).toEqual({});
  });
});

describe("ClientRequestToken", () => {
  const ClientRequestToken = "token-1";

  it("makes a repetition do nothing, for ten minutes", async () => {
    const { write, items, work } = await transactions();
    const again = () => write([add("1", "1")], { ClientRequestToken });

    await again();
    await work.advance(599_999);
    expect(await again()).toEqual({});
    expect(items()).toEqual({ "1": { id: "1", n: 1 } });

    await work.advance(1);
    await again();
    expect(items()).toEqual({ "1": { id: "1", n: 2 } });
  });

  it("does nothing again, whatever the items have become", async () => {
    const { write, call } = await transactions();
    const guarded = {
      Put: { TableName: "simple", Item: key("1"), ConditionExpression: "attribute_not_exists(id)" },
    };
    await write([guarded], { ClientRequestToken });
    expect(await write([guarded], { ClientRequestToken, ReturnConsumedCapacity: "TOTAL" })).toEqual({
      ConsumedCapacity: [{ TableName: "simple", CapacityUnits: 2, ReadCapacityUnits: 2 }],
    });
    await call("DeleteItem", { TableName: "simple", Key: key("1") });
    await write([guarded], { ClientRequestToken });
    expect((await call("Scan", { TableName: "simple" })).Count).toBe(0);
  });

  it("stands for one transaction only", async () => {
    const { write, items } = await transactions();
    await write([add("1", "1")], { ClientRequestToken });
    await expect(write([add("1", "2")], { ClientRequestToken })).rejects.toMatchObject({
      code: "IdempotentParameterMismatchException",
    });
    expect(items()).toEqual({ "1": { id: "1", n: 1 } });
  });

  it("is free again when the transaction was cancelled", async () => {
    const { write, call, items } = await transactions();
    const second = [
      { ConditionCheck: part("gate", { ConditionExpression: "attribute_exists(id)" }) },
      add("1", "1"),
    ];
    await expect(write(second, { ClientRequestToken })).rejects.toMatchObject(cancelled([FAILED, NONE]));
    await call("PutItem", { TableName: "simple", Item: key("gate") });
    await write(second, { ClientRequestToken });
    expect(items()).toMatchObject({ "1": { n: 1 } });
  });

  test.each(["", "x".repeat(37)])("refuses the token %j", async (token) => {
    const { write } = await transactions();
    await expect(write([put("1")], { ClientRequestToken: token })).rejects.toMatchObject({
      code: "ValidationException",
      message: expect.stringContaining("clientRequestToken"),
    });
  });
});

describe("TransactGetItems", () => {
  const get = (id: string, more: object = {}) => ({ Get: part(id, more) });

  it("gets items in the order of the parts", async () => {
    const { call } = await transactions();
    await call("PutItem", { TableName: "simple", Item: { ...key("1"), a: { S: "x" }, b: { S: "y" } } });
    await call("PutItem", { TableName: "simple", Item: key("2") });

    const TransactItems = [get("2"), get("gone"), get("1", { ProjectionExpression: "a" })];

    expect(await call("TransactGetItems", { TransactItems })).toEqual({
      Responses: [{ Item: key("2") }, {}, { Item: { a: { S: "x" } } }],
    });
  });

  test.each<[string, readonly object[], object]>([
    [
      "one item twice",
      [get("1"), get("1")],
      validation("Transaction request cannot include multiple operations on one item"),
    ],
    [
      "a wrong key",
      [get("1"), { Get: { TableName: "simple", Key: { id: { N: "1" } } } }],
      cancelled([
        NONE,
        { Code: "ValidationError", Message: "The provided key element does not match the schema" },
      ]),
    ],
    [
      "a table that is not there",
      [{ Get: { TableName: "gone", Key: key("1") } }],
      { code: "ResourceNotFoundException" },
    ],
    [
      "a part without Get",
      [{}],
      {
        code: "ValidationException",
        message:
          "1 validation error detected: Value null at 'transactItems.1.member.get' failed to satisfy constraint: Member must not be null",
      },
    ],
  ])("refuses %s", async (_, TransactItems, error) => {
    const { call } = await transactions();
    await expect(call("TransactGetItems", { TransactItems })).rejects.toMatchObject(error);
  });
});
