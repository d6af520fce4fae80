import { run } from "../../cli/main";
import { AwsProtocols } from "../../local/wire/aws-protocols";
import { WireServer } from "../../local/wire/server";
import { emptyDatabase, index, tableRequest } from "../local/dynamodb-fixture";

const TABLE = '"dev-ordering-order"';

let server: WireServer;
let endpoint: string;
let requests = 0;
let output: string;
let errors: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  const cloud = emptyDatabase();
  const sets = { tags: { SS: ["gift", "late"] }, proof: { B: "AQID" }, big: { N: "12345678901234567890" } };
  await cloud.call(
    "CreateTable",
    tableRequest("dev-ordering-order", ["orderId", "userName"], {
      KeySchema: tableRequest("", ["orderId"]).KeySchema,
      GlobalSecondaryIndexes: [index("by-user", ["userName", "orderId"])],
    }),
  );
  for (const Item of [
    { orderId: { S: "1" }, userName: { S: "ada" }, totalPrice: { N: "10.5" } },
    { orderId: { S: "2" }, userName: { S: "ada" }, note: { S: "two\u001b[2Jlines" } },
    { orderId: { S: "3" }, userName: { S: "bob" }, address: { M: { city: { S: "Oslo" } } }, ...sets },
  ]) {
    await cloud.call("PutItem", { TableName: "dev-ordering-order", Item });
  }
  await cloud.call("CreateTable", tableRequest("many", ["id"]));
  for (let id = 0; id < 1_001; id++) {
    await cloud.call("PutItem", { TableName: "many", Item: { id: { S: String(id) } } });
  }
  const protocols = new AwsProtocols(cloud.kernel, cloud.services);
  server = new WireServer([], (request) => {
    requests++;
    return protocols.answer(request);
  });
  endpoint = `http://127.0.0.1:${await server.listen(0)}`;
});

afterAll(() => server.close());

beforeEach(() => {
  requests = 0;
  output = "";
  errors = "";
  environment = process.env;
  process.env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    output += String(text);
    return true;
  });
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += String(text);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env = environment;
});

/** Runs the command as the command line does. */
async function query(statement: string, ...options: readonly string[]) {
  process.exitCode = undefined;
  await run(process.cwd(), ["node", "platform", "query", statement, ...options]);
  const exitCode = process.exitCode;
  process.exitCode = undefined;
  return { exitCode, output, errors };
}

const here = () => ["--endpoint", endpoint, "--region", "eu-central-1"];
const byUser = `SELECT orderId, totalPrice FROM ${TABLE}."by-user" WHERE userName = 'ada'`;

it("query prints a table of what the statement finds", async () => {
  const result = await query(byUser, ...here());

  expect(result).toEqual({ exitCode: undefined, output: expect.any(String), errors: "" });
  const rows = result.output
    .split("\n")
    .filter((line) => line.startsWith("│"))
    .map((line) => line.split("│").map((text) => text.trim()));
  expect(rows).toEqual([
    ["", "orderId", "totalPrice", ""],
    ["", "1", "10.5", ""],
    ["", "2", "", ""],
  ]);
});

it("query prints a line of JSON for each item, whatever its types", async () => {
  const result = await query(`SELECT * FROM ${TABLE} WHERE orderId = '3'`, "--json", ...here());

  expect(JSON.parse(result.output)).toEqual({
    orderId: "3",
    userName: "bob",
    address: { city: "Oslo" },
    tags: ["gift", "late"],
    proof: "AQID",
    big: "12345678901234567890",
  });
  expect(result.output.split("\n")).toHaveLength(2);
});

it("query keeps control characters of items from the terminal", async () => {
  const result = await query(`SELECT note FROM ${TABLE} WHERE orderId = '2'`, ...here());

  expect(result.output).toContain("two [2Jlines");
  expect(result.output).not.toContain("\u001b[2J");
});

it("query says that there is nothing", async () => {
  expect(await query(`SELECT * FROM ${TABLE} WHERE orderId = 'none'`, ...here())).toMatchObject({
    output: "No items.\n",
  });
  output = "";
  expect(await query(`SELECT * FROM ${TABLE} WHERE orderId = 'none'`, "--json", ...here())).toMatchObject({
    output: "",
  });
});

it("query reads page after page, up to its limit", async () => {
  const all = await query("SELECT * FROM many", "--json", "--limit", "2000", ...here());
  expect(all).toMatchObject({ errors: "" });
  expect(new Set(all.output.trim().split("\n")).size).toBe(1_001);
  expect(requests).toBe(2);

  output = "";
  const some = await query("SELECT * FROM many", "--json", "--limit", "2", ...here());
  expect(some.output.trim().split("\n")).toHaveLength(2);
  expect(some).toMatchObject({
    exitCode: undefined,
    errors: "There may be more than these 2: raise --limit to see them.\n",
  });
});

it("query gives up after a hundred pages without items", async () => {
  let pages = 0;
  const endless = new WireServer([], async () => {
    pages++;
    const body = JSON.stringify({ Items: [], NextToken: `page ${pages}` });
    return {
      status: 200,
      headers: { "content-type": "application/x-amz-json-1.0" },
      body: Buffer.from(body),
    };
  });
  const url = `http://127.0.0.1:${await endless.listen(0)}`;

  const result = await query("SELECT * FROM endless", "--endpoint", url, "--region", "eu-central-1");
  await endless.close();

  expect(pages).toBe(100);
  expect(result).toEqual({
    exitCode: undefined,
    output: "No items.\n",
    errors: "Stopped after 100 pages; there may be more. Name a partition key to read less.\n",
  });
});

it("query takes endpoint and region from the environment", async () => {
  process.env["AWS_ENDPOINT_URL"] = endpoint;
  process.env["AWS_DEFAULT_REGION"] = "eu-central-1";

  expect(await query(byUser, "--json")).toMatchObject({ exitCode: undefined, errors: "" });
  expect(requests).toBe(1);
});

test.each([
  ["INSERT INTO t VALUE {'a': 1}", "INSERT"],
  [" delete FROM t", "delete"],
  ["", ""],
])("query sends nothing but SELECT: %s", async (statement, verb) => {
  expect(await query(statement, ...here())).toMatchObject({
    exitCode: 1,
    output: "",
    errors: `Only SELECT statements are run, to change nothing by mistake; this one begins: ${verb}\n`,
  });
  expect(requests).toBe(0);
});

test.each([
  [["--limit", "0", "--region", "r"], "--limit must be a whole number from 1 to 100000, not 0\n"],
  [["--limit", "100001", "--region", "r"], "--limit must be a whole number from 1 to 100000, not 100001\n"],
  [["--limit", "1e2", "--region", "r"], "--limit must be a whole number from 1 to 100000, not 1e2\n"],
  [[], "In which region? Give --region, or set AWS_REGION.\n"],
  [
    ["--region", "r", "--endpoint", "4566"],
    "The endpoint must be a URL such as http://127.0.0.1:4566, not 4566\n",
  ],
])("query refuses %j", async (options, message) => {
  expect(await query(byUser, ...options)).toMatchObject({ exitCode: 1, output: "", errors: message });
});

it("query gives the database's words when the statement fails", async () => {
  expect(await query("SELECT * FORM x", ...here())).toMatchObject({
    exitCode: 1,
    errors:
      "The statement failed: ValidationException: Statement wasn't well formed, can't be processed: Unexpected FORM at 10, expected FROM\n",
  });
});

it("query says when nothing answers", async () => {
  const closed = new WireServer([], () => Promise.reject(new Error("never asked")));
  const port = await closed.listen(0);
  await closed.close();

  const result = await query(byUser, "--endpoint", `http://127.0.0.1:${port}`, "--region", "eu-central-1");

  expect(result).toMatchObject({
    exitCode: 1,
    errors: `Nothing answers at http://127.0.0.1:${port}. Is the local cloud running?\n`,
  });
});
