import { database, validation } from "./dynamodb-fixture";

/** What the conditions below are tried on. */
const ITEM = {
  id: { S: "1" },
  a: { N: "1" },
  b: { S: "cat" },
  bin: { B: Buffer.from("hi there").toString("base64") },
  t: { BOOL: true },
  nil: { NULL: true },
  l: { L: [{ N: "2" }, { S: "dog" }, { SS: ["x", "y"] }, { L: [{ N: "3" }] }] },
  m: { M: { x: { N: "-1" }, y: { L: [{ N: "7" }, { M: { z: { S: "deep" } } }] } } },
  ss: { SS: ["red", "blue"] },
  ns: { NS: ["1", "2.5"] },
  bs: { BS: ["AQ==", "Ag=="] },
  one: { N: "1" },
  two: { N: "2" },
  "odd name": { S: "odd" },
};

const VALUES: Record<string, object> = {
  ":0": { N: "0" },
  ":1": { N: "1" },
  ":1.0": { N: "1.00" },
  ":2": { N: "2" },
  ":3": { N: "3" },
  ":5": { N: "5" },
  ":8": { N: "8" },
  ":text1": { S: "1" },
  ":ca": { S: "ca" },
  ":cat": { S: "cat" },
  ":dog": { S: "dog" },
  ":at": { S: "at" },
  ":hi": { B: Buffer.from("hi").toString("base64") },
  ":here": { B: Buffer.from("here").toString("base64") },
  ":true": { BOOL: true },
  ":null": { NULL: true },
  ":red": { S: "red" },
  ":colours": { SS: ["blue", "red"] },
  ":numbers": { NS: ["2.50", "1"] },
  ":xy": { SS: ["y", "x"] },
  ":list": { L: [{ N: "3" }] },
  ":map": { M: { y: { L: [{ N: "7" }, { M: { z: { S: "deep" } } }] }, x: { N: "-1.0" } } },
  ":S": { S: "S" },
  ":N": { S: "N" },
  ":L": { S: "L" },
  ":NULL": { S: "NULL" },
  ":byte": { B: "Ag==" },
};

/** Tries a condition on the item; names `#odd` and `#x` are given when they are used. */
async function tryCondition(expression: string, given: Record<string, object> = VALUES) {
  const { call } = await database();
  await call("PutItem", { TableName: "simple", Item: ITEM });
  const words = new Set(expression.match(/[:#][\w.]+/g));
  const values = Object.fromEntries(Object.entries(given).filter(([key]) => words.has(key)));
  const names = Object.fromEntries(
    Object.entries({ "#odd": "odd name", "#x": "x" }).filter(([key]) => words.has(key)),
  );
  const input = {
    TableName: "simple",
    Key: { id: { S: "1" } },
    ConditionExpression: expression.replaceAll(":1.0", ":one0"),
    ...(Object.keys(values).length === 0
      ? {}
      : { ExpressionAttributeValues: rename(values, ":1.0", ":one0") }),
    ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
  };
  return call("DeleteItem", input).then(
    () => true,
    (error: { code: string }) => {
      if (error.code === "ConditionalCheckFailedException") return false;
      throw error;
    },
  );
}

function rename(values: Record<string, object>, from: string, to: string) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key === from ? to : key, value]));
}

describe("conditions that hold", () => {
  test.each([
    "a = :1",
    "a = :1.0",
    ":1 = a",
    "a = one",
    "a <> two",
    "a <> :text1",
    "gone <> :1",
    "gone <> absent",
    "b = :cat",
    "t = :true",
    "nil = :null",
    "ss = :colours",
    "ns = :numbers",
    "l[2] = :xy",
    "l[3] = :list",
    "m = :map",
    "a < :2",
    "a <= :1",
    "two > :1",
    "two >= :2",
    "b < :dog",
    "bin > :hi",
    "m.x < m.y[0]",
    "m.y[1].z <> b",
    "#odd <> b",
    "m.#x < :0",
    "a BETWEEN :0 AND :2",
    "a between one and two",
    "b BETWEEN :ca AND :dog",
    "a IN (:0, :1)",
    "a in (:dog, two, one)",
    "l IN (:1, l) OR a = :1",
    "attribute_exists(a)",
    "attribute_exists (m.y[1].z)",
    "attribute_not_exists(m.y[2])",
    "attribute_not_exists(b.c)",
    "attribute_type(b, :S)",
    "attribute_type(l, :L)",
    "attribute_type(nil, :NULL)",
    "attribute_type(:1, :N)",
    "begins_with(b, :ca)",
    "begins_with(bin, :hi)",
    "begins_with(:cat, b)",
    "contains(b, :at)",
    "contains(bin, :here)",
    "contains(ss, :red)",
    "contains(ns, :1)",
    "contains(bs, :byte)",
    "contains(l, :2)",
    "contains(l, :xy)",
    "contains(l, :list)",
    "size(b) = :3",
    "size(bin) = :8",
    "size(l) > :3",
    "size(m) = two",
    "size(ss) = :2",
    "size (ns) < size(b)",
    "(size(b)) >= :3",
    "a = :1 AND b = :cat",
    "a = :2 OR b = :cat",
    "a = :2 OR a = :1 AND b = :cat",
    "a = :1 OR a = :2 AND b = :dog",
    "NOT a = :2",
    "NOT NOT a = :1",
    "NOT a = :2 AND b = :cat",
    "not (a = :2 or b = :dog)",
    "(a = :1)",
    "(a) = (:1)",
    "(a = :1 OR a = :2) AND (b = :cat AND (t = :true OR a = :5))",
    "two BETWEEN a AND two AND a = :1",
    "a\t=\n:1",
  ])("%s", async (expression) => {
    expect(await tryCondition(expression)).toBe(true);
  });
});

describe("conditions that do not hold", () => {
  test.each([
    "a = :2",
    "a = :text1",
    "a <> :1",
    "gone = :1",
    "gone = absent",
    "gone < :1",
    ":1 < gone",
    "gone >= absent",
    "a < :text1",
    "l < :1",
    "a < :1",
    "b > :dog",
    "a BETWEEN :2 AND :5",
    "a BETWEEN l AND two",
    "a BETWEEN two AND one",
    "gone BETWEEN :0 AND :2",
    "a IN (:0, :dog)",
    "gone IN (:0, absent)",
    "attribute_exists(gone)",
    "attribute_not_exists(a)",
    "attribute_type(a, :S)",
    "begins_with(a, b)",
    "begins_with(b, :at)",
    "begins_with(gone, :ca)",
    "contains(b, :dog)",
    "contains(b, :1)",
    "contains(a, :1)",
    "contains(ss, :cat)",
    "size(a) = :1",
    "size(t) = :1",
    "size(gone) = :0",
    "size(b) = :cat",
    "a = :1 AND b = :dog",
    "NOT a = :1 AND b = :dog",
    "(a = :2 OR b = :cat) AND a = :2",
  ])("%s", async (expression) => {
    expect(await tryCondition(expression)).toBe(false);
  });
});

describe("conditions that are refused", () => {
  test.each<[string, string]>([
    ["", "The expression can not be empty;"],
    ["  ", "The expression can not be empty;"],
    ["a", 'Syntax error; token: "<EOF>", near: "a"'],
    ["a =", 'Syntax error; token: "<EOF>", near: "="'],
    ["a != :1", 'Syntax error; token: "!", near: "a !="'],
    ["a = 1", 'Syntax error; token: "1", near: "= 1"'],
    ["a = :1 b = :1", 'Syntax error; token: "b", near: ":1 b ="'],
    ["a IN ()", 'Syntax error; token: ")", near: "()"'],
    ["attribute_not_exists(", 'Syntax error; token: "<EOF>", near: "("'],
    ["(a = :1", 'Syntax error; token: "<EOF>", near: ":1"'],
    ["_a = :1", 'Syntax error; token: "_", near: "_a"'],
    ["a[x] = :1", 'Syntax error; token: "x", near: "[x]"'],
    ["a.1 = :1", 'Syntax error; token: "1", near: ".1 ="'],
    ["a + b = :1", 'Syntax error; token: "+", near: "a + b"'],
    ["hello!", 'Syntax error; token: "!", near: "hello!"'],
    ["((a = :1))", "The expression has redundant parentheses;"],
    ["((a)) = :1", "The expression has redundant parentheses;"],
    ["a = :1 AND ((b = :cat))", "The expression has redundant parentheses;"],
    [`${"(".repeat(500)}a = :1${")".repeat(500)}`, "The expression has redundant parentheses;"],
    ["dog(a, :1)", "Invalid function name; function: dog"],
    ["BEGINS_WITH(b, :ca)", "Invalid function name; function: BEGINS_WITH"],
    [
      "if_not_exists(a, b) = :1",
      "The function is not allowed in a condition expression; function: if_not_exists",
    ],
    ["size(a)", "The function is not allowed to be used this way in an expression; function: size"],
    [
      "attribute_exists(a) = :true",
      "The function is not allowed to be used this way in an expression; function: attribute_exists",
    ],
    [
      "contains(begins_with(b, :ca), :1)",
      "The function is not allowed to be used this way in an expression; function: begins_with",
    ],
    ["name = :1", "Attribute name is a reserved keyword; reserved keyword: name"],
    ["m.Status = :1", "Attribute name is a reserved keyword; reserved keyword: Status"],
    ["#y = :1", "An expression attribute name used in the document path is not defined; attribute name: #y"],
    ["a = :y", "An expression attribute value used in expression is not defined; attribute value: :y"],
    [
      "a = :toString",
      "An expression attribute value used in expression is not defined; attribute value: :toString",
    ],
    [
      "size(a, b) = :1",
      "Incorrect number of operands for operator or function; operator or function: size, number of operands: 2",
    ],
    [
      "begins_with(b)",
      "Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1",
    ],
    [
      "attribute_exists(:1)",
      "Operator or function requires a document path; operator or function: attribute_exists",
    ],
    [
      "begins_with(b, :1)",
      "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
    ],
    [
      "attribute_type(a, b)",
      "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}",
    ],
    [
      "attribute_type(a, :dog)",
      "Invalid attribute type name found; type: dog, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
    ],
    [
      "size(:1) = :1",
      "Incorrect operand type for operator or function; operator or function: size, operand type: N",
    ],
    [
      "size(size(b)) = :1",
      "Incorrect operand type for operator or function; operator or function: size, operand type: N",
    ],
    [
      "a < :list",
      "Incorrect operand type for operator or function; operator or function: <, operand type: L",
    ],
    [
      ":true >= a",
      "Incorrect operand type for operator or function; operator or function: >=, operand type: BOOL",
    ],
    [
      "a BETWEEN :list AND :list",
      "Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: L",
    ],
    [
      "a BETWEEN :2 AND :1",
      "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}",
    ],
    [
      "a BETWEEN :2 AND :dog",
      "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {S:dog}",
    ],
    [
      "contains(l, l)",
      "The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [l]",
    ],
    [
      "m.y[0] = m.y[0]",
      "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [m, y, [0]]",
    ],
    [
      `a IN (${Array.from({ length: 101 }, () => ":1").join(",")})`,
      "The IN operator is provided with too many operands; number of operands: 101",
    ],
    [
      Array.from({ length: 151 }, () => "a=:1").join(" OR "),
      "The expression contains too many operators; operator count: 301",
    ],
    [
      `a = :1${" ".repeat(4_090)} AND a = :1`,
      "Expression size has exceeded the maximum allowed size; expression size: 4107",
    ],
  ])("%s", async (expression, message) => {
    await expect(tryCondition(expression)).rejects.toMatchObject(
      validation(`Invalid ConditionExpression: ${message}`),
    );
  });
});

describe("placeholders", () => {
  test.each<[string, object, string]>([
    [
      "names without an expression",
      { ExpressionAttributeNames: { "#a": "a" } },
      "ExpressionAttributeNames can only be specified when using expressions",
    ],
    [
      "values without an expression",
      { ExpressionAttributeValues: { ":a": { N: "1" } } },
      "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null",
    ],
    [
      "no names",
      { ConditionExpression: "a = b", ExpressionAttributeNames: {} },
      "ExpressionAttributeNames must not be empty",
    ],
    [
      "no values",
      { ConditionExpression: "a = b", ExpressionAttributeValues: {} },
      "ExpressionAttributeValues must not be empty",
    ],
    [
      "a name without #",
      { ConditionExpression: "a = b", ExpressionAttributeNames: { a: "a" } },
      'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"',
    ],
    [
      "a value without :",
      { ConditionExpression: "a = b", ExpressionAttributeValues: { a: { N: "1" } } },
      'ExpressionAttributeValues contains invalid key: Syntax error; key: "a"',
    ],
    [
      "a value that is none",
      { ConditionExpression: "a = :b", ExpressionAttributeValues: { ":b": { NS: [] } } },
      "ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An number set  may not be empty for key :b",
    ],
    [
      "names that are not used",
      { ConditionExpression: "#a = b", ExpressionAttributeNames: { "#a": "a", "#b": "b", "#c": "c" } },
      "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b, #c}",
    ],
    [
      "values that are not used",
      { ConditionExpression: "a = :a", ExpressionAttributeValues: { ":a": { N: "1" }, ":b": { N: "1" } } },
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}",
    ],
  ])("%s", async (_why, members, message) => {
    const { call } = await database();
    const input = { TableName: "simple", Item: { id: { S: "1" } }, ...members };
    await expect(call("PutItem", input)).rejects.toMatchObject(validation(message));
  });

  test("are looked at before the condition, and before the table", async () => {
    const { call } = await database();
    const input = {
      TableName: "other",
      Item: { id: { S: "1" } },
      ConditionExpression: "a = :a",
      ExpressionAttributeValues: { ":a": { N: "1" }, ":b": { N: "1" } },
    };
    await expect(call("PutItem", input)).rejects.toMatchObject({ code: "ValidationException" });
  });
});

test("a put on the condition that nothing is there succeeds once", async () => {
  const { call } = await database();
  const put = {
    TableName: "simple",
    Item: { id: { S: "1" } },
    ConditionExpression: "attribute_not_exists(id)",
  };
  await call("PutItem", put);
  await expect(call("PutItem", put)).rejects.toMatchObject({ code: "ConditionalCheckFailedException" });
});
