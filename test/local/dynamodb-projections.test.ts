import { database, validation } from "./dynamodb-fixture";

const ITEM = {
  id: { S: "1" },
  a: { M: { b: { L: [{ N: "2" }, { N: "4" }, { M: { x: { S: "hi" }, y: { S: "yo" } } }] }, c: { N: "5" } } },
  b: { S: "hello" },
  "a.b": { S: "dotted" },
};

async function project(ProjectionExpression: string, ExpressionAttributeNames?: Record<string, string>) {
  const { call } = await database();
  await call("PutItem", { TableName: "simple", Item: ITEM });
  const names = ExpressionAttributeNames === undefined ? {} : { ExpressionAttributeNames };
  const Key = { id: { S: "1" } };
  return (await call("GetItem", { TableName: "simple", Key, ProjectionExpression, ...names })).Item;
}

describe("projections", () => {
  test.each<[string, Record<string, string> | undefined, object]>([
    ["b", undefined, { b: { S: "hello" } }],
    ["id, b", undefined, { id: { S: "1" }, b: { S: "hello" } }],
    [" a.c , b ", undefined, { a: { M: { c: { N: "5" } } }, b: { S: "hello" } }],
    ["a.b[0]", undefined, { a: { M: { b: { L: [{ N: "2" }] } } } }],
    ["a.b[1], a.b[0]", undefined, { a: { M: { b: { L: [{ N: "2" }, { N: "4" }] } } } }],
    ["a.b[2].y", undefined, { a: { M: { b: { L: [{ M: { y: { S: "yo" } } }] } } } }],
    ["a.x, a.b[0], x, a.b[3].x", undefined, { a: { M: { b: { L: [{ N: "2" }] } } } }],
    ["#n", { "#n": "a.b" }, { "a.b": { S: "dotted" } }],
    ["#a.#c", { "#a": "a", "#c": "c" }, { a: { M: { c: { N: "5" } } } }],
    ["gone", undefined, {}],
    ["a[0], b.x", undefined, {}],
  ])("%s", async (expression, names, expected) => {
    expect(await project(expression, names)).toEqual(expected);
  });

  const overlap = (one: string, two: string, what = "overlap") =>
    `Two document paths ${what} with each other; must remove or rewrite one of these paths; path one: ${one}, path two: ${two}`;

  test.each<[string, Record<string, string> | undefined, string]>([
    ["", undefined, "The expression can not be empty;"],
    ["a,", undefined, 'Syntax error; token: "<EOF>", near: ","'],
    ["a,,b", undefined, 'Syntax error; token: ",", near: ",,b"'],
    ["a = b", undefined, 'Syntax error; token: "=", near: "a = b"'],
    ["size", undefined, "Attribute name is a reserved keyword; reserved keyword: size"],
    ["a, a", undefined, overlap("[a]", "[a]")],
    ["#a, #b", { "#a": "a", "#b": "a" }, overlap("[a]", "[a]")],
    ["a.b[2].c, a", undefined, overlap("[a, b, [2], c]", "[a]")],
    ["a.b, a[1]", undefined, overlap("[a, b]", "[a, [1]]", "conflict")],
    [
      "#a",
      { "#b": "a" },
      "An expression attribute name used in the document path is not defined; attribute name: #a",
    ],
  ])("%s is refused", async (expression, names, message) => {
    await expect(project(expression, names)).rejects.toMatchObject(
      validation(`Invalid ProjectionExpression: ${message}`),
    );
  });

  test("lead into no key", async () => {
    await expect(project("id.x")).rejects.toMatchObject(
      validation(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: id",
      ),
    );
  });

  test("of an item that is not there are not there either", async () => {
    const { call } = await database();
    const input = { TableName: "simple", Key: { id: { S: "1" } }, ProjectionExpression: "a" };
    expect(await call("GetItem", input)).toEqual({});
  });
});
