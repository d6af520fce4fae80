import { parseJsonPath } from "../../local/services/events/input/json-path";
import { eventsHarness, RULE_ARN } from "./events-harness";
import { errorOf } from "./sqs-harness";

const detail = {
  instance: "i-0123456789",
  state: "RUNNING",
  count: 3,
  ok: true,
  nothing: null,
  quote: 'say "hi"\n',
  tags: ["a", "b"],
  owner: { name: "ada", id: 7 },
  items: [
    { sku: "x", price: 1 },
    { sku: "y", price: 2 },
  ],
};

describe("an input path", () => {
  it.each([
    ["$", expect.objectContaining({ version: "0", detail })],
    ["$.detail", detail],
    ["$.detail-type", "CheckoutBasket"],
    ["$.detail.owner.name", "ada"],
    ["$.detail['owner'].id", 7],
    ["$.detail.tags", ["a", "b"]],
    ["$.detail.tags[1]", "b"],
    ["$.detail.items[0].sku", "x"],
    ["$.detail.items[*].sku", ["x", "y"]],
    ["$.detail.nothing", null],
    ["$.detail.ok", true],
  ])("%s selects what it names", async (InputPath, expected) => {
    const { target, put, settledBodies } = await eventsHarness();
    await target({ InputPath });

    await put(detail);

    const [body = "undefined"] = await settledBodies("q");
    expect(JSON.parse(body)).toEqual(expected);
  });

  it.each(["detail", "$detail", "$.", "$..a", "$.a[", "$.a[x]", "$.a b", "$.a[?(@.b)]", ""])(
    "%p is none",
    (path) => {
      expect(parseJsonPath(path)).toBeUndefined();
    },
  );

  it.each(["$.constructor", "$.a.length", "$.a[9]", "$.a.0.b", "$.b.c"])("%s leads nowhere", (path) => {
    expect(parseJsonPath(path)?.read({ a: [{ b: 1 }], b: "text" })).toBeUndefined();
  });
});

describe("an input transformer", () => {
  const paths = {
    instance: "$.detail.instance",
    state: "$.detail.state",
    count: "$.detail.count",
    ok: "$.detail.ok",
    nothing: "$.detail.nothing",
    quote: "$.detail.quote",
    tags: "$.detail.tags",
    owner: "$.detail.owner",
    missing: "$.detail.missing",
  };

  it.each([
    ["a text", '"instance <instance> is in <state>"', '"instance i-0123456789 is in RUNNING"'],
    [
      "a text with escaped quotes",
      '"instance \\"<instance>\\" is in <state>"',
      '"instance \\"i-0123456789\\" is in RUNNING"',
    ],
    ["a text with brackets first", '"{[/Check <state>"', '"{[/Check RUNNING"'],
    ["a text in which a value is missing", '"state <missing>."', '"state ."'],
    ["a text with numbers and booleans", '"<count> and <ok>"', '"3 and true"'],
    [
      "a text with an object and a list, which lose their quotes",
      '"<owner> <tags>"',
      '"{name:ada,id:7} [a,b]"',
    ],
    ["a text with a value that needs escaping", '"<quote>"', '"say \\"hi\\"\\n"'],
    [
      "JSON, minified",
      '{\n  "instance" : <instance>,\n  "state": <state>\n}',
      '{"instance":"i-0123456789","state":"RUNNING"}',
    ],
    [
      "JSON with texts and variables",
      '{"instance": <instance>, "state": "<state>", "status": "instance \\"<instance>\\" is in <state>"}',
      '{"instance":"i-0123456789","state":"RUNNING","status":"instance \\"i-0123456789\\" is in RUNNING"}',
    ],
    [
      "JSON with variables among constants",
      '{"state": [9, <state>, true], "Transformed": "Yes"}',
      '{"state":[9,"RUNNING",true],"Transformed":"Yes"}',
    ],
    [
      "JSON with values of every type",
      '{"a":<count>,"b":<ok>,"c":<nothing>,"d":<tags>,"e":<owner>,"f":<quote>}',
      '{"a":3,"b":true,"c":null,"d":["a","b"],"e":{"name":"ada","id":7},"f":"say \\"hi\\"\\n"}',
    ],
    ["JSON in which a value is missing", '{"a": <missing>, "b": "<missing>"}', '{"a":"","b":""}'],
    ["JSON that is a variable alone", "<owner>", '{"name":"ada","id":7}'],
    [
      "the rule",
      '{"arn": <aws.events.rule-arn>, "name": "rule <aws.events.rule-name>"}',
      `{"arn":"${RULE_ARN}","name":"rule dev-orders"}`,
    ],
    ["the time of arrival", '"<aws.events.event.ingestion-time>"', '"2026-01-01T00:00:00Z"'],
    ["signs that are no variable", '{"a": "1 < 2 > 0, a <- b, <>"}', '{"a":"1 < 2 > 0, a <- b, <>"}'],
  ])("makes %s", async (_case, InputTemplate, expected) => {
    const { target, put, settledBodies } = await eventsHarness();
    await target({ InputTransformer: { InputPathsMap: paths, InputTemplate } });

    await put(detail);

    expect(await settledBodies("q")).toEqual([expected]);
  });

  it("gives the event as it is, or without its detail", async () => {
    const { target, put, settledBodies } = await eventsHarness();
    const InputTemplate = '{"whole": <aws.events.event.json>, "envelope": <aws.events.event>}';
    await target({ InputTransformer: { InputTemplate } });

    const id = await put(detail);

    const [body = "{}"] = await settledBodies("q");
    const envelope = {
      id,
      version: "0",
      source: "shop.basket",
      account: "000000000000",
      time: "2026-01-01T00:00:00Z",
      region: "eu-central-1",
      resources: [],
    };
    expect(JSON.parse(body)).toEqual({
      whole: { ...envelope, "detail-type": "CheckoutBasket", detail },
      envelope: { ...envelope, detailType: "CheckoutBasket" },
    });
  });

  it("is given the time at which the event came, whatever time the event names", async () => {
    const { target, put, settledBodies, work } = await eventsHarness();
    const InputTemplate = '{"came": <aws.events.event.ingestion-time>, "was": <time>}';
    await target({ InputTransformer: { InputPathsMap: { time: "$.time" }, InputTemplate } });
    await work.advance(5_000);

    await put({}, { Time: 0 });

    expect(await settledBodies("q")).toEqual([
      '{"came":"2026-01-01T00:00:05Z","was":"1970-01-01T00:00:00Z"}',
    ]);
  });

  it.each([
    [
      { InputTemplate: '"<a> and <notdefined>"', InputPathsMap: { a: "$.detail" } },
      "InputTemplate for target queue contains invalid placeholder notdefined.",
    ],
    [
      { InputTemplate: "<constructor>" },
      "InputTemplate for target queue contains invalid placeholder constructor.",
    ],
    [{ InputTemplate: "" }, "InputTemplate for target queue must have 1 to 8192 characters."],
    [{ InputTemplate: "1".repeat(8_193) }, "InputTemplate for target queue must have 1 to 8192 characters."],
    [
      { InputTemplate: "1", InputPathsMap: { "aws.x": "$.detail" } },
      "InputPathsMap for target queue contains the reserved variable aws.x.",
    ],
    [
      { InputTemplate: "1", InputPathsMap: { a: "detail" } },
      "InputPathsMap for target queue contains the invalid path detail.",
    ],
    [
      {
        InputTemplate: "1",
        InputPathsMap: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`v${index}`, "$"])),
      },
      "InputPathsMap for target queue has 101 variables; at most 100.",
    ],
  ])("refuses %j", async (InputTransformer, message) => {
    const { target } = await eventsHarness();

    expect(await errorOf(target({ InputTransformer }))).toEqual({ code: "ValidationException", message });
  });
});

it("a constant input is given as it is", async () => {
  const { target, put, settledBodies } = await eventsHarness();
  await target({ Input: '{ "a" : 1 }' });

  await put(detail);

  expect(await settledBodies("q")).toEqual(['{ "a" : 1 }']);
});
