import { attribute, database, index, tableRequest, validation } from "./dynamodb-fixture";

type Values = Record<string, object>;

const KEY = { id: { S: "1" } };
const UPDATE = { TableName: "simple", Key: KEY };

/** Updates an item `before`, or none, and gives what is there then. */
async function update(before: object | undefined, UpdateExpression: string, values: Values = {}) {
  const { call } = await database();
  if (before !== undefined) await call("PutItem", { TableName: "simple", Item: { ...KEY, ...before } });
  const words = new Set(UpdateExpression.match(/#\w+/g));
  const names = Object.fromEntries([...words].map((word) => [word, word.slice(1)]));
  await call("UpdateItem", {
    ...UPDATE,
    UpdateExpression,
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
    ...(words.size === 0 ? {} : { ExpressionAttributeNames: names }),
  });
  const { Item } = await call("GetItem", UPDATE);
  if (Item === undefined) return undefined;
  const { id: _, ...rest } = Item as Record<string, unknown>;
  return rest;
}

const n = (value: number | string) => ({ N: String(value) });
const s = (value: string) => ({ S: value });

describe("updates", () => {
  test.each<[string, object | undefined, Values, object]>([
    ["SET a = :v", {}, { ":v": n(1) }, { a: n(1) }],
    ["set a = :v, b = :v", { a: s("x") }, { ":v": n(1) }, { a: n(1), b: n(1) }],
    ["SET a = :v", undefined, { ":v": n(1) }, { a: n(1) }],
    ["SET b = a", { a: s("x") }, {}, { a: s("x"), b: s("x") }],
    ["SET #odd = a.x", { a: { M: { x: n(2) } } }, {}, { a: { M: { x: n(2) } }, odd: n(2) }],
    ["SET c = a + b", { a: n("0.1"), b: n("0.2") }, {}, { a: n("0.1"), b: n("0.2"), c: n("0.3") }],
    ["SET a = a - :v", { a: n(1) }, { ":v": n("1e22") }, { a: n("-9999999999999999999999") }],
    ["SET a = (a + :v)", { a: n(1) }, { ":v": n(2) }, { a: n(3) }],
    ["SET a = (a) + (:v)", { a: n(1) }, { ":v": n(2) }, { a: n(3) }],
    ["SET a = if_not_exists(a, :v)", {}, { ":v": n(2) }, { a: n(2) }],
    ["SET a = if_not_exists(a, :v)", { a: n(1) }, { ":v": n(2) }, { a: n(1) }],
    ["SET a = if_not_exists(b, :v) + :v", { b: n(5) }, { ":v": n(2) }, { a: n(7), b: n(5) }],
    ["SET a = if_not_exists(a, if_not_exists(b, :v))", {}, { ":v": n(2) }, { a: n(2) }],
    ["SET a = list_append(a, :v)", { a: { L: [n(1)] } }, { ":v": { L: [n(2)] } }, { a: { L: [n(1), n(2)] } }],
    ["SET a = list_append(:v, a)", { a: { L: [n(1)] } }, { ":v": { L: [n(2)] } }, { a: { L: [n(2), n(1)] } }],
    [
      "SET a = list_append(if_not_exists(a, :none), :v)",
      {},
      { ":none": { L: [] }, ":v": { L: [n(2)] } },
      { a: { L: [n(2)] } },
    ],
    [
      "SET a.b = :v, a.c[1].d = :v",
      { a: { M: { c: { L: [n(0), { M: { e: n(9) } }] } } } },
      { ":v": n(1) },
      { a: { M: { b: n(1), c: { L: [n(0), { M: { e: n(9), d: n(1) } }] } } } },
    ],
    ["SET a[1] = :v", { a: { L: [n(0), n(0), n(0)] } }, { ":v": n(1) }, { a: { L: [n(0), n(1), n(0)] } }],
    [
      "SET a[84] = :4, a[37] = :2, a[17] = :1, a[50] = :3",
      { a: { L: [n(0)] } },
      { ":1": n(1), ":2": n(2), ":3": n(3), ":4": n(4) },
      { a: { L: [n(0), n(1), n(2), n(3), n(4)] } },
    ],
    ["SET a = b, b = a", { a: n(1), b: n(2) }, {}, { a: n(2), b: n(1) }],
    [
      "SET a = :v REMOVE b ADD c :v DELETE d :s",
      { b: n(1), d: { SS: ["x", "y"] } },
      { ":v": n(1), ":s": { SS: ["x"] } },
      { a: n(1), c: n(1), d: { SS: ["y"] } },
    ],
    ["REMOVE a, b.c", { a: n(1), b: { M: { c: n(2), d: n(3) } } }, {}, { b: { M: { d: n(3) } } }],
    ["REMOVE a[1], a[3]", { a: { L: [n(0), n(1), n(2), n(3)] } }, {}, { a: { L: [n(0), n(2)] } }],
    ["REMOVE a[7]", { a: { L: [n(0)] } }, {}, { a: { L: [n(0)] } }],
    ["REMOVE a.b", { a: { M: { b: n(1) } } }, {}, { a: { M: {} } }],
    [
      "REMOVE a[1] SET a[3] = :v",
      { a: { L: [n(2), n(3), n(4), n(5), n(6)] } },
      { ":v": n(17) },
      { a: { L: [n(2), n(4), n(17), n(6)] } },
    ],
    ["REMOVE gone", { a: n(1) }, {}, { a: n(1) }],
    ["SET c = b REMOVE b", { b: n(1) }, {}, { c: n(1) }],
    ["ADD a :v", {}, { ":v": n(5) }, { a: n(5) }],
    ["ADD a :v", undefined, { ":v": n(5) }, { a: n(5) }],
    ["ADD a :v", { a: n(1) }, { ":v": n("-2.5") }, { a: n("-1.5") }],
    ["ADD a :v", { a: { SS: ["x"] } }, { ":v": { SS: ["x", "y"] } }, { a: { SS: ["x", "y"] } }],
    ["ADD a :v", {}, { ":v": { NS: ["1"] } }, { a: { NS: ["1"] } }],
    ["ADD a.b :v", { a: { M: { b: n(1) } } }, { ":v": n(1) }, { a: { M: { b: n(2) } } }],
    [
      "ADD a[0] :v",
      { a: { L: [{ BS: ["AQ=="] }] } },
      { ":v": { BS: ["Ag=="] } },
      { a: { L: [{ BS: ["AQ==", "Ag=="] }] } },
    ],
    [
      "DELETE a :v",
      { a: { NS: ["1", "2", "3"] } },
      { ":v": { NS: ["2.0", "9"] } },
      { a: { NS: ["1", "3"] } },
    ],
    ["DELETE a :v", { a: { SS: ["x"] }, b: n(1) }, { ":v": { SS: ["x"] } }, { b: n(1) }],
    ["DELETE a :v", { b: n(1) }, { ":v": { SS: ["x"] } }, { b: n(1) }],
  ])("%s of %j", async (expression, before, values, after) => {
    expect(await update(before, expression, values)).toEqual(after);
  });

  test.each<[string, Values]>([
    ["REMOVE a", {}],
    ["REMOVE a.b", {}],
    ["DELETE a :v", { ":v": { SS: ["x"] } }],
  ])("%s makes no item", async (expression, values) => {
    expect(await update(undefined, expression, values)).toBeUndefined();
  });

  test("without an expression makes an item of its key", async () => {
    const { call } = await database();
    expect(await call("UpdateItem", { ...UPDATE, ReturnValues: "ALL_NEW" })).toEqual({ Attributes: KEY });
  });
});

describe("updates are refused", () => {
  const path = "The document path provided in the update expression is invalid for update";
  const operand = "An operand in the update expression has an incorrect data type";
  const nothing = "The provided expression refers to an attribute that does not exist in the item";
  const overflow = "Number overflow. Attempting to store a number with magnitude larger than supported range";

  test.each<[string, object | undefined, Values, string]>([
    ["SET b = gone", {}, {}, nothing],
    ["SET x = :v, y = x", {}, { ":v": n(1) }, nothing],
    ["SET a.b = :v", { a: s("x") }, { ":v": n(1) }, path],
    ["SET a.b = :v", { a: { L: [] } }, { ":v": n(1) }, path],
    ["SET a[0] = :v", { a: { M: {} } }, { ":v": n(1) }, path],
    ["SET gone.b = :v", {}, { ":v": n(1) }, path],
    ["SET gone.b = :v", undefined, { ":v": n(1) }, path],
    ["REMOVE gone.b", {}, {}, path],
    ["SET a = b + :v", { b: s("x") }, { ":v": n(1) }, operand],
    ["SET a = list_append(b, :v)", { b: s("x") }, { ":v": { L: [] } }, operand],
    ["ADD a :v", { a: s("x") }, { ":v": n(1) }, operand],
    ["ADD a :v", { a: { NS: ["1"] } }, { ":v": { SS: ["1"] } }, operand],
    ["DELETE a :v", { a: n(1) }, { ":v": { NS: ["1"] } }, operand],
    ["SET a = a + :v", { a: n("9e125") }, { ":v": n("9e125") }, overflow],
    ["SET a = a + :v", { a: n("1e50") }, { ":v": n(1) }, overflow],
  ])("%s of %j", async (expression, before, values, message) => {
    await expect(update(before, expression, values)).rejects.toMatchObject(validation(message));
  });

  const overlap = (one: string, two: string, what = "overlap") =>
    `Two document paths ${what} with each other; must remove or rewrite one of these paths; path one: ${one}, path two: ${two}`;

  test.each<[string, Values, string]>([
    ["", {}, "The expression can not be empty;"],
    ["INVALID SYNTAX HERE", {}, 'Syntax error; token: "INVALID", near: "INVALID SYNTAX"'],
    ["SET _123 = :v", { ":v": n(1) }, 'Syntax error; token: "_", near: "SET _123"'],
    ["SET hi-there = :v", { ":v": n(1) }, 'Syntax error; token: "-", near: "hi-there"'],
    ["SET :v = :v", { ":v": n(1) }, 'Syntax error; token: ":v", near: "SET :v ="'],
    ["SET a = :v,", { ":v": n(1) }, 'Syntax error; token: "<EOF>", near: ","'],
    ["SET a = :v + :v + :v", { ":v": n(1) }, 'Syntax error; token: "+", near: ":v + :v"'],
    ["SET a = if_not_exists(a, :v + :v)", { ":v": n(1) }, 'Syntax error; token: "+", near: ":v + :v"'],
    ["ADD a b", {}, 'Syntax error; token: "b", near: "a b"'],
    ["SET a = _f(b)", {}, 'Syntax error; token: "_", near: "= _f"'],
    ["REMOVE name", {}, "Attribute name is a reserved keyword; reserved keyword: name"],
    ["SET a = f(b)", {}, "Invalid function name; function: f"],
    ["SET a = LIST_APPEND(b, c)", {}, "Invalid function name; function: LIST_APPEND"],
    ["SET a = size(b)", {}, "The function is not allowed in an update expression; function: size"],
    [
      "SET a = list_append(list_append(b, c), d)",
      {},
      "The function is not allowed to be used this way in an expression; function: list_append",
    ],
    ["SET a = b SET c = d", {}, 'The "SET" section can only be used once in an update expression;'],
    [
      "REMOVE a SET b = c REMOVE d",
      {},
      'The "REMOVE" section can only be used once in an update expression;',
    ],
    [
      "SET a = :v",
      {},
      "An expression attribute value used in expression is not defined; attribute value: :v",
    ],
    ["SET a = b, a = c", {}, overlap("[a]", "[a]")],
    ["SET a = b REMOVE a", {}, overlap("[a]", "[a]")],
    ["SET a = b, a.c[1] = d", {}, overlap("[a]", "[a, c, [1]]")],
    ["SET a.b.c = d, a.b = d", {}, overlap("[a, b, c]", "[a, b]")],
    ["SET a.b = c, a[1] = c", {}, overlap("[a, b]", "[a, [1]]", "conflict")],
    [
      "SET a = if_not_exists(:v, :v)",
      { ":v": n(1) },
      "Operator or function requires a document path; operator or function: if_not_exists",
    ],
    [
      "SET a = list_append(b)",
      {},
      "Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1",
    ],
    [
      "SET a = list_append(b, :v)",
      { ":v": s("x") },
      "Incorrect operand type for operator or function; operator or function: list_append, operand type: S",
    ],
    [
      "SET a = b + :v",
      { ":v": s("x") },
      "Incorrect operand type for operator or function; operator or function: +, operand type: S",
    ],
    [
      "ADD a :v",
      { ":v": s("x") },
      "Incorrect operand type for operator or function; operator: ADD, operand type: STRING",
    ],
    [
      "DELETE a :v",
      { ":v": n(1) },
      "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER",
    ],
  ])("%s is no update", async (expression, values, message) => {
    await expect(update({}, expression, values)).rejects.toMatchObject(
      validation(`Invalid UpdateExpression: ${message}`),
    );
  });

  test.each(["SET id = :v", "REMOVE id", "ADD id :v", "SET id.x = :v"])(
    "%s changes the key",
    async (expression) => {
      const values = expression.includes(":v") ? { ":v": n(1) } : {};
      await expect(update({}, expression, values)).rejects.toMatchObject(
        validation(
          "One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key",
        ),
      );
    },
  );

  test("when the item would grow beyond 400 KB, and nothing changes", async () => {
    const { call } = await database();
    const Item = { ...KEY, a: s("x".repeat(300_000)) };
    await call("PutItem", { TableName: "simple", Item });
    const grow = {
      ...UPDATE,
      UpdateExpression: "SET b = :v",
      ExpressionAttributeValues: { ":v": s("x".repeat(200_000)) },
    };
    await expect(call("UpdateItem", grow)).rejects.toMatchObject(
      validation("Item size to update has exceeded the maximum allowed size"),
    );
    expect((await call("GetItem", UPDATE)).Item).toEqual(Item);
  });

  test("when the key of an index would be of another type, or empty", async () => {
    const { call } = await database();
    await call("CreateTable", {
      ...tableRequest("indexed", ["id"]),
      AttributeDefinitions: ["id", "kind"].map(attribute),
      GlobalSecondaryIndexes: [index("by-kind", ["kind"])],
    });
    const set = (UpdateExpression: string, value: object) =>
      call("UpdateItem", {
        TableName: "indexed",
        Key: KEY,
        UpdateExpression,
        ExpressionAttributeValues: { ":v": value },
      });
    await expect(set("SET kind = :v", n(1))).rejects.toMatchObject(
      validation(
        "One or more parameter values were invalid: Type mismatch for Index Key kind Expected: S Actual: N IndexName: by-kind",
      ),
    );
    await expect(set("SET kind = if_not_exists(x, :v)", n(1))).rejects.toMatchObject(
      validation("The update expression attempted to update the secondary index key to unsupported type"),
    );
    await expect(set("SET kind = :v", s(""))).rejects.toMatchObject(
      validation(
        "One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty string value.",
      ),
    );
    await expect(set("SET kind.x = :v", s("x"))).rejects.toMatchObject(
      validation(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: kind",
      ),
    );
  });
});

describe("ReturnValues of UpdateItem", () => {
  const before = { a: { M: { b: s("dog"), c: { L: [n(1), n(2), n(3)] } } }, d: s("cat") };

  test.each<[string, string, Values, object]>([
    ["NONE", "SET d = :v", { ":v": n(1) }, {}],
    ["ALL_OLD", "SET d = :v", { ":v": n(1) }, { Attributes: { ...KEY, ...before } }],
    ["ALL_NEW", "REMOVE a", {}, { Attributes: { ...KEY, d: s("cat") } }],
    ["UPDATED_OLD", "SET d = :v, e = :v", { ":v": n(1) }, { Attributes: { d: s("cat") } }],
    ["UPDATED_OLD", "SET e = :v", { ":v": n(1) }, {}],
    [
      "UPDATED_OLD",
      "SET a.c[1] = :v, a.b = :v",
      { ":v": n(9) },
      { Attributes: { a: { M: { b: s("dog"), c: { L: [n(2)] } } } } },
    ],
    ["UPDATED_OLD", "REMOVE a.c[1], a.c[7]", {}, { Attributes: { a: { M: { c: { L: [n(2)] } } } } }],
    ["UPDATED_NEW", "SET d = :v, e = :v REMOVE a", { ":v": n(1) }, { Attributes: { d: n(1), e: n(1) } }],
    ["UPDATED_NEW", "SET a.x = :v", { ":v": n(8) }, { Attributes: { a: { M: { x: n(8) } } } }],
    ["UPDATED_NEW", "REMOVE d", {}, {}],
    // What was appended is not where the path says; what closed up after a removal is.
    ["UPDATED_NEW", "SET a.c[100] = :v", { ":v": n(70) }, {}],
    ["UPDATED_NEW", "REMOVE a.c[1]", {}, { Attributes: { a: { M: { c: { L: [n(3)] } } } } }],
  ])("%s %s", async (ReturnValues, UpdateExpression, values, answer) => {
    const { call } = await database();
    await call("PutItem", { TableName: "simple", Item: { ...KEY, ...before } });
    const input = {
      ...UPDATE,
      UpdateExpression,
      ReturnValues,
      ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
    };
    expect(await call("UpdateItem", input)).toEqual(answer);
  });

  test("show no old item where there was none", async () => {
    const { call } = await database();
    const input = { ...UPDATE, UpdateExpression: "ADD a :v", ExpressionAttributeValues: { ":v": n(1) } };
    expect(await call("UpdateItem", { ...input, ReturnValues: "ALL_OLD" })).toEqual({});
    expect(await call("UpdateItem", { ...input, ReturnValues: "UPDATED_NEW" })).toEqual({
      Attributes: { a: n(2) },
    });
  });
});

test("an update on a condition counts only while it holds", async () => {
  const { call } = await database();
  const take = {
    ...UPDATE,
    UpdateExpression: "SET stock = stock - :one",
    ConditionExpression: "stock >= :one",
    ExpressionAttributeValues: { ":one": n(1) },
  };
  await call("PutItem", { TableName: "simple", Item: { ...KEY, stock: n(2) } });
  const answers = await Promise.allSettled([1, 2, 3].map(() => call("UpdateItem", take)));
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect((await call("GetItem", UPDATE)).Item).toMatchObject({ stock: n(0) });
});
