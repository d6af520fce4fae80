import type { AccessRequest } from "../../local/kernel/policy";
import { database, emptyDatabase, index, tableRequest, validation } from "./dynamodb-fixture";

const ARN = "arn:aws:dynamodb:eu-central-1:000000000000:table";
const TABLE = "dev-ordering-order";

const ORDERS = [
  { orderId: { S: "1" }, userName: { S: "ada" }, orderDate: { S: "2025-01-01" }, total: { N: "10" } },
  { orderId: { S: "2" }, userName: { S: "ada" }, orderDate: { S: "2025-02-01" }, total: { N: "25.5" } },
  { orderId: { S: "3" }, userName: { S: "ada" }, orderDate: { S: "2025-03-01" }, total: { N: "-3" } },
  {
    orderId: { S: "4" },
    userName: { S: "bob's" },
    orderDate: { S: "2025-01-15" },
    total: { N: "7" },
    paid: { BOOL: true },
    note: { NULL: true },
    tags: { SS: ["gift", "late"] },
    address: { M: { city: { S: "Oslo" } } },
    items: { L: [{ M: { quantity: { N: "2" } } }] },
  },
  { orderId: { S: "5" }, total: { S: "unknown" } },
];

/** A table of orders with an index by user. */
async function orders() {
  const cloud = emptyDatabase();
  await cloud.call(
    "CreateTable",
    tableRequest(TABLE, ["orderId", "userName", "orderDate"], {
      KeySchema: tableRequest("", ["orderId"]).KeySchema,
      GlobalSecondaryIndexes: [
        index("by-user", ["userName", "orderDate"]),
        index("keys-only", ["userName"], { ProjectionType: "KEYS_ONLY" }),
      ],
    }),
  );
  for (const Item of ORDERS) await cloud.call("PutItem", { TableName: TABLE, Item });
  const execute = (Statement: string, more: object = {}) =>
    cloud.call("ExecuteStatement", { Statement, ...more });
  const ids = async (statement: string, more: object = {}) =>
    (await execute(statement, more)).Items.map((item) => item["orderId"]?.["S"]);
  return { ...cloud, execute, ids };
}

const FROM_TABLE = `SELECT * FROM "${TABLE}"`;
const FROM_INDEX = `${FROM_TABLE}."by-user"`;

describe("what a condition selects", () => {
  test.each<[string, readonly string[]]>([
    ["", ["1", "2", "3", "4", "5"]],
    ["WHERE orderId = '3'", ["3"]],
    ["where '3' = \"orderId\"", ["3"]],
    ["WHERE orderId IN ['5', '1', '1', 'none']", ["1", "5"]],
    ["WHERE orderId IN ('5', '1') AND total = 10", ["1"]],
    ["WHERE orderId = '1' AND orderId = '2'", []],
    ["WHERE orderId = '1' OR orderId = '2'", ["1", "2"]],
    ["WHERE total > 7", ["1", "2"]],
    ["WHERE total >= 7", ["1", "2", "4"]],
    ["WHERE total < 7", ["3"]],
    ["WHERE total <= 7", ["3", "4"]],
    ["WHERE total = 2.55e1", ["2"]],
    ["WHERE total = -3", ["3"]],
    ["WHERE total <> 10", ["2", "3", "4", "5"]],
    ["WHERE total != 10", ["2", "3", "4", "5"]],
    ["WHERE total BETWEEN -3 AND 7", ["3", "4"]],
    ["WHERE total IN [7, 10]", ["1", "4"]],
    ["WHERE userName = 'bob''s'", ["4"]],
    ["WHERE paid = true", ["4"]],
    ["WHERE paid = FALSE", []],
    ["WHERE note = NULL", ["4"]],
    ["WHERE userName IS MISSING", ["5"]],
    ["WHERE userName IS NOT MISSING", ["1", "2", "3", "4"]],
    ["WHERE NOT userName = 'ada'", ["4", "5"]],
    ["WHERE NOT (userName = 'ada' OR orderId = '5')", ["4"]],
    ["WHERE userName = 'ada' AND total < 0 OR orderId = '5'", ["3", "5"]],
    ["WHERE userName = 'ada' AND (total < 0 OR total > 20)", ["2", "3"]],
    ["WHERE begins_with(orderDate, '2025-01')", ["1", "4"]],
    ["WHERE contains(tags, 'gift')", ["4"]],
    ["WHERE attribute_type(total, 'S')", ["5"]],
    ["WHERE size(tags) = 2", ["4"]],
    ["WHERE address.city = 'Oslo'", ["4"]],
    ['WHERE "items"[0]."quantity" = 2', ["4"]],
  ])("%s", async (where, expected) => {
    const { ids } = await orders();

    expect((await ids(`${FROM_TABLE} ${where}`)).sort()).toEqual(expected);
  });

  it("is given by parameters as well", async () => {
    const { ids } = await orders();

    expect(
      await ids(`${FROM_INDEX} WHERE userName = ? AND total > ?`, { Parameters: [{ S: "ada" }, { N: "1" }] }),
    ).toEqual(["1", "2"]);
  });
});

describe("a condition on the partition key", () => {
  test.each<[string, readonly string[]]>([
    ["userName = 'ada'", ["1", "2", "3"]],
    ["userName = 'ada' AND orderDate = '2025-02-01'", ["2"]],
    ["userName = 'ada' AND '2025-02-01' <= orderDate", ["2", "3"]],
    ["userName = 'ada' AND orderDate < '2025-02-01'", ["1"]],
    ["userName = 'ada' AND orderDate BETWEEN '2025-01-02' AND '2025-02-28'", ["2"]],
    ["userName = 'ada' AND begins_with(orderDate, '2025-03')", ["3"]],
    ["userName = 'ada' AND orderDate > '2025-01-01' AND orderDate < '2025-03-01'", ["2"]],
    ["userName = 'ada' AND orderDate = 1", []],
    ["userName = 'ada' AND NOT orderDate = '2025-02-01'", ["1", "3"]],
    ["userName = 'none'", []],
  ])("reads the index in the order of the sort key: %s", async (where, expected) => {
    const { ids } = await orders();

    expect(await ids(`${FROM_INDEX} WHERE ${where}`)).toEqual(expected);
  });

  it("reads only what the key selects, and without one everything", async () => {
    const { execute } = await orders();
    const evaluated = async (where: string) => {
      const { LastEvaluatedKey: last } = await execute(`${FROM_TABLE} WHERE ${where}`, { Limit: 2 });
      return last !== undefined;
    };

    expect(await evaluated("orderId = '1' AND total = 10")).toBe(false);
    expect(await evaluated("orderId IN ['1', '2', '3']")).toBe(true);
    expect(await evaluated("orderId = '1' OR total = 10")).toBe(true);
  });
});

describe("what is shown", () => {
  it("is what SELECT lists, as far as items have it", async () => {
    const { execute } = await orders();

    const { Items } = await execute(`SELECT total, "paid" FROM "${TABLE}" WHERE orderId IN ['1', '4']`);

    expect(Items).toHaveLength(2);
    expect(Items).toEqual(
      expect.arrayContaining([{ total: { N: "10" } }, { total: { N: "7" }, paid: { BOOL: true } }]),
    );
  });

  it("is the capacity, when asked for", async () => {
    const { execute } = await orders();

    const { ConsumedCapacity } = await execute(`${FROM_TABLE} WHERE orderId = '1'`, {
      ReturnConsumedCapacity: "TOTAL",
      ConsistentRead: true,
    });

    expect(ConsumedCapacity).toEqual({ TableName: TABLE, CapacityUnits: 1 });
  });
});

describe("pages", () => {
  test.each([
    ["a scan", FROM_TABLE, 5],
    ["a query", `${FROM_INDEX} WHERE userName = 'ada'`, 3],
    ["several keys", `${FROM_TABLE} WHERE orderId IN ['1', '2', '3', '4']`, 4],
    ["several keys of an index", `${FROM_INDEX} WHERE userName IN ['bob''s', 'ada']`, 4],
  ])("of %s show every item once", async (_what, statement, count) => {
    const { execute } = await orders();
    const whole = (await execute(statement)).Items;
    const paged: unknown[] = [];
    let NextToken: string | undefined;
    do {
      const page = await execute(statement, { Limit: 1, ...(NextToken === undefined ? {} : { NextToken }) });
      paged.push(...page.Items);
      NextToken = page["NextToken"];
    } while (NextToken !== undefined);

    expect(paged).toEqual(whole);
    expect(whole).toHaveLength(count);
  });

  it("belong to their statement", async () => {
    const { execute } = await orders();
    const { NextToken } = await execute(FROM_TABLE, { Limit: 1 });
    const refused = validation("Invalid NextToken: it is not one of this statement and its parameters");

    await expect(execute(`${FROM_TABLE} WHERE total = 1`, { NextToken })).rejects.toMatchObject(refused);
    await expect(execute(FROM_TABLE, { NextToken: "bnVsbA==" })).rejects.toMatchObject(refused);
    await expect(execute(FROM_TABLE, { NextToken: "?" })).rejects.toMatchObject(refused);
  });
});

describe("statements that are refused", () => {
  const MALFORMED = "Statement wasn't well formed, can't be processed: ";

  test.each([
    ["SHOW TABLES", "Expected data manipulation"],
    ["SELECT", "Unexpected end of statement at 7, expected an attribute"],
    ["SELECT * WHERE a = 1", "Unexpected WHERE at 10, expected FROM"],
    ["SELECT * FROM dev-shop", "Unexpected - at 18, expected the end of the statement"],
    ["SELECT * FROM t WHERE", "Unexpected end of statement at 22, expected an attribute"],
    [
      "SELECT * FROM t WHERE a",
      "Unexpected end of statement at 24, expected a comparison, BETWEEN, IN or IS",
    ],
    ["SELECT * FROM t WHERE a LIKE 'b'", "Unexpected LIKE at 25, expected a comparison, BETWEEN, IN or IS"],
    ["SELECT * FROM t WHERE a IS NULL", "Unexpected NULL at 28, expected MISSING"],
    ["SELECT * FROM t WHERE (a = 1", "Unexpected end of statement at 29, expected )"],
    ["SELECT * FROM t WHERE a = 'b", "Unterminated or empty quotes at 27"],
    ["SELECT * FROM t WHERE a = {'b': 1}", "Unexpected character { at 27"],
    ["SELECT * FROM t; SELECT * FROM t", "Unexpected character ; at 16"],
    ["SELECT * FROM t WHERE a[1.5] = 1", "Unexpected 1.5 at 25, expected a list index"],
    [`SELECT * FROM t WHERE ${"(".repeat(101)}`, "More than 100 nested parentheses"],
    [`SELECT * FROM t WHERE ${"NOT ".repeat(101)}`, "More than 100 nested parentheses"],
    [
      "SELECT * FROM t WHERE begins_with(a, 1)",
      "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
    ],
  ])("%s", async (Statement, detail) => {
    const { call } = await database();
    await expect(call("ExecuteStatement", { Statement })).rejects.toMatchObject(
      validation(MALFORMED + detail),
    );
  });

  test.each([
    ["INSERT INTO t VALUE {'a': 1}", "INSERT", "PutItem"],
    ["update t SET a = 1 WHERE id = '1'", "UPDATE", "UpdateItem"],
    ["DELETE FROM t WHERE id = '1'", "DELETE", "DeleteItem"],
    ["SELECT * FROM t WHERE id = '1' ORDER BY id", "ORDER BY", "the order of the key"],
    ["SELECT a.b FROM t", "a path into a after SELECT", "the whole attribute"],
  ])("%s by name", async (Statement, what, instead) => {
    const { call } = await database();
    await expect(call("ExecuteStatement", { Statement })).rejects.toMatchObject({
      code: "UnknownOperationException",
      message: `the local cloud does not model ${what} in dynamodb:ExecuteStatement; use ${instead}`,
    });
  });

  test.each<[string, object, string]>([
    [FROM_TABLE, { Parameters: [{ S: "a" }] }, "Number of parameters in request and statement don't match."],
    [`${FROM_TABLE} WHERE a = ?`, {}, "Number of parameters in request and statement don't match."],
    [`${FROM_TABLE}."none"`, {}, "The table does not have the specified index: none"],
    [FROM_INDEX, { ConsistentRead: true }, "Consistent reads are not supported on global secondary indexes"],
    [
      `${FROM_TABLE} WHERE orderId = 1`,
      {},
      "One or more parameter values were invalid: Condition parameter type does not match schema type",
    ],
    [
      `SELECT total FROM "${TABLE}"."keys-only"`,
      {},
      "One or more parameter values were invalid: Global secondary index keys-only does not project [total]",
    ],
  ])("%s %j", async (statement, more, message) => {
    const { execute } = await orders();
    await expect(execute(statement, more)).rejects.toMatchObject(validation(message));
  });

  it("a table that is not there", async () => {
    const { call } = await database();
    await expect(call("ExecuteStatement", { Statement: "SELECT * FROM none" })).rejects.toMatchObject({
      code: "ResourceNotFoundException",
    });
  });
});

describe("what IAM is asked", () => {
  const select = (resource: string, ...keys: string[]): AccessRequest => ({
    action: "dynamodb:PartiQLSelect",
    resource: `${ARN}/${TABLE}${resource}`,
    ...(keys.length === 0 ? {} : { context: { "dynamodb:LeadingKeys": keys } }),
  });

  test.each<[object, readonly AccessRequest[]]>([
    [{ Statement: FROM_TABLE }, [select("")]],
    [{ Statement: `${FROM_TABLE} WHERE orderId IN ['1', '2']` }, [select("", "1", "2")]],
    [
      { Statement: `${FROM_INDEX} WHERE userName = ?`, Parameters: [{ S: "ada" }] },
      [select("/index/by-user", "ada")],
    ],
    [{ Statement: "SELECT" }, []],
    [{}, []],
  ])("%j", async (input, expected) => {
    const { service } = await orders();
    const operation = service.operations?.find(({ name }) => name === "ExecuteStatement");

    expect(operation?.access(input)).toEqual(expected);
  });
});
