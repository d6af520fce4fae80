import { matchesPattern } from "../../local/event-pattern/matches";
import { EventPatternError, parsePattern, validatePattern } from "../../local/event-pattern/validate";

/** Each case: the entry of a pattern's list, a value that it takes, a value that it refuses. */
const OPERATORS: readonly [string, unknown, unknown, unknown][] = [
  ["an exact text", "paid", "paid", "Paid"],
  ["an exact number", 300, 3.0e2, 301],
  ["a number, not the text of it", 300, 300, "300"],
  ["true", true, true, false],
  ["null", null, null, ""],
  ["exactly", { exactly: "a" }, "a", "b"],
  ["prefix", { prefix: "eu-" }, "eu-central-1", "us-east-1"],
  ["prefix ignoring case", { prefix: { "equals-ignore-case": "EU-" } }, "eu-central-1", "us-east-1"],
  ["suffix", { suffix: ".png" }, "a.png", "a.PNG"],
  ["suffix ignoring case", { suffix: { "equals-ignore-case": ".png" } }, "a.PNG", "a.jpg"],
  ["equals-ignore-case", { "equals-ignore-case": "Alice" }, "ALICE", "alicia"],
  ["wildcard", { wildcard: "orders/*/items/*.json" }, "orders/7/items/a.json", "orders/7/a.json"],
  ["wildcard with an escaped star", { wildcard: "a\\*b" }, "a*b", "axb"],
  ["wildcard that needs to go back", { wildcard: "*ab" }, "aab", "aba"],
  ["cidr", { cidr: "10.0.0.0/24" }, "10.0.0.255", "10.0.1.0"],
  ["cidr of version 6", { cidr: "2001:db8::/32" }, "2001:db8:ffff::1", "2001:db9::1"],
  ["numeric equality", { numeric: ["=", 5] }, 5.0, 5.1],
  ["numeric range without its lower end", { numeric: [">", 0, "<=", 5] }, 5, 0],
  ["numeric lower bound", { numeric: [">=", -1.5] }, -1.5, -1.6],
  ["numeric of numbers only", { numeric: ["<", 10] }, 9, "9"],
  ["exists", { exists: true }, null, undefined],
  ["absence", { exists: false }, undefined, "here"],
  ["anything but a text", { "anything-but": "init" }, "done", "init"],
  ["anything but a text takes null", { "anything-but": "init" }, null, "init"],
  ["anything but needs a value", { "anything-but": "init" }, "x", undefined],
  ["anything but a list", { "anything-but": ["a", "b"] }, "c", "b"],
  ["anything but numbers", { "anything-but": [1, 2] }, 3, 2],
  ["anything but a prefix", { "anything-but": { prefix: "in" } }, "out", "init"],
  ["anything but a prefix takes numbers", { "anything-but": { prefix: "in" } }, 7, "init"],
  ["anything but prefixes", { "anything-but": { prefix: ["in", "on"] } }, "out", "once"],
  ["anything but a suffix", { "anything-but": { suffix: ".tmp" } }, "a.txt", "a.tmp"],
  ["anything but a case", { "anything-but": { "equals-ignore-case": ["init", "x"] } }, "y", "INIT"],
  ["anything but a wildcard", { "anything-but": { wildcard: "*/tmp/*" } }, "/a/b", "/a/tmp/b"],
];

describe("matchesPattern", () => {
  it.each(OPERATORS)("%s", (_name, matcher, taken, refused) => {
    const pattern = { detail: { field: [matcher] } };
    const event = (value: unknown) => ({ detail: value === undefined ? {} : { field: value } });

    validatePattern(pattern);

    expect(matchesPattern(pattern, event(taken))).toBe(true);
    expect(matchesPattern(pattern, event(refused))).toBe(false);
  });

  it("asks for every field and for one of the values of each", () => {
    const pattern = { source: ["shop.basket", "shop.order"], "detail-type": ["Paid"] };

    expect(matchesPattern(pattern, { source: "shop.order", "detail-type": "Paid" })).toBe(true);
    expect(matchesPattern(pattern, { source: "shop.order", "detail-type": "Sent" })).toBe(false);
    expect(matchesPattern(pattern, { source: "shop.order" })).toBe(false);
  });

  it("takes a list when one of its values matches", () => {
    const pattern = { resources: [{ suffix: ":queue" }] };

    expect(matchesPattern(pattern, { resources: ["arn:topic", "arn:queue"] })).toBe(true);
    expect(matchesPattern(pattern, { resources: [] })).toBe(false);
  });

  it("finds the fields of one and the same element of a list of objects", () => {
    const pattern = { items: { sku: ["a"], color: ["red"] } };

    expect(matchesPattern(pattern, { items: [{ sku: "a", color: "red" }, { sku: "b" }] })).toBe(true);
    expect(
      matchesPattern(pattern, {
        items: [
          { sku: "a", color: "blue" },
          { sku: "b", color: "red" },
        ],
      }),
    ).toBe(false);
  });

  it("holds a field for absent only when no element of the list has it", () => {
    const pattern = { items: { gift: [{ exists: false }] } };

    expect(matchesPattern(pattern, { items: [{ sku: "a" }, { sku: "b" }] })).toBe(true);
    expect(matchesPattern(pattern, { items: [{ sku: "a" }, { gift: true }] })).toBe(false);
    expect(matchesPattern(pattern, {})).toBe(true);
  });

  it("knows existence of leaves only", () => {
    expect(matchesPattern({ detail: [{ exists: true }] }, { detail: { a: 1 } })).toBe(false);
    expect(matchesPattern({ detail: [{ exists: false }] }, { detail: { a: 1 } })).toBe(true);
  });

  it("takes any branch of $or beside the other fields", () => {
    const pattern = {
      source: ["shop"],
      detail: { $or: [{ total: [{ numeric: [">", 100] }] }, { vip: [true], country: ["DE"] }] },
    };

    expect(matchesPattern(pattern, { source: "shop", detail: { total: 101 } })).toBe(true);
    expect(matchesPattern(pattern, { source: "shop", detail: { total: 1, vip: true, country: "DE" } })).toBe(
      true,
    );
    expect(matchesPattern(pattern, { source: "shop", detail: { total: 1, vip: true } })).toBe(false);
    expect(matchesPattern(pattern, { source: "else", detail: { total: 101 } })).toBe(false);
  });

  it("does not find what objects inherit", () => {
    expect(matchesPattern({ constructor: [{ exists: true }] }, {})).toBe(false);
  });
});

describe("validatePattern", () => {
  it.each<[string, unknown, string]>([
    ["a text", "x", "Filter is not an object"],
    ["an empty object", {}, "Empty objects are not allowed"],
    ["an empty nested object", { detail: {} }, "Empty objects are not allowed"],
    ["a plain value", { source: "x" }, '"source" must be an object or an array'],
    ["an empty list", { source: [] }, "Empty arrays are not allowed"],
    ["a list in a list", { a: [["x"]] }, "Match value must be String, number, true, false, or null"],
    ["an unknown operator", { a: [{ sounds: "x" }] }, "Unrecognized match type sounds"],
    [
      "two operators at once",
      { a: [{ prefix: "x", suffix: "y" }] },
      "Only one key allowed in match expression",
    ],
    ["no operator", { a: [{}] }, "Match expression name not found"],
    ["a number as prefix", { a: [{ prefix: 1 }] }, "prefix match pattern must be a string"],
    ["a wrong nested prefix", { a: [{ prefix: { suffix: "x" } }] }, "Unsupported prefix pattern: suffix"],
    ["a number as wildcard", { a: [{ wildcard: 1 }] }, "wildcard match pattern must be a string"],
    ["two stars", { a: [{ wildcard: "a**" }] }, "Consecutive wildcard characters at pos 1"],
    ["a stray backslash", { a: [{ wildcard: "a\\b" }] }, "Invalid escape character at pos 1"],
    ["a block without mask", { a: [{ cidr: "10.0.0.1" }] }, "Malformed CIDR, one '/' required"],
    ["no numeric terms", { a: [{ numeric: [] }] }, "Invalid member in numeric match: ]"],
    ["a numeric object", { a: [{ numeric: {} }] }, "Value of numeric must be an array."],
    ["an unknown comparison", { a: [{ numeric: ["!", 1] }] }, "Unrecognized numeric range operator: !"],
    ["a text to compare", { a: [{ numeric: ["=", "1"] }] }, "Value of equals must be numeric"],
    ["a missing bound", { a: [{ numeric: [">="] }] }, "Value of >= must be numeric"],
    ["a reversed range", { a: [{ numeric: [">", 3, "<", 1] }] }, "Bottom must be less than top"],
    ["a range from above", { a: [{ numeric: ["<", 3, ">", 1] }] }, "Too many elements in numeric expression"],
    ["two lower bounds", { a: [{ numeric: [">", 3, ">", 5] }] }, "Bad numeric range operator: >"],
    ["a range without operator", { a: [{ numeric: [">", 3, 5] }] }, "Bad value in numeric range: 5"],
    ["an open range", { a: [{ numeric: [">", 3, "<"] }] }, "Value of < must be numeric"],
    [
      "three bounds",
      { a: [{ numeric: [">", 3, "<", 5, "<", 6] }] },
      "Too many terms in numeric range expression",
    ],
    ["existence as text", { a: [{ exists: "no" }] }, "exists match pattern must be either true or false."],
    [
      "anything but null",
      { a: [{ "anything-but": null }] },
      "Value of anything-but must be an array or single string/number value.",
    ],
    [
      "anything but mixed types",
      { a: [{ "anything-but": ["a", 1] }] },
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    ],
    [
      "anything but numeric",
      { a: [{ "anything-but": { numeric: ["=", 1] } }] },
      "Unsupported anything-but pattern: numeric",
    ],
    [
      "anything but an empty prefix",
      { a: [{ "anything-but": { prefix: "" } }] },
      "Null prefix/suffix not allowed",
    ],
    ["an $or of one", { $or: [{ a: ["x"] }] }, "There must have at least 2 Objects in $or relationship."],
    ["an $or that is no list", { $or: { a: ["x"] } }, "It must be an Array followed with $or."],
    ["an $or of texts", { $or: ["a", "b"] }, "Only JSON object is allowed in array of $or relationship."],
    [
      "an operator as field of $or",
      { $or: [{ a: ["x"] }, { prefix: ["x"] }] },
      "prefix is Ruler reserved fieldName which cannot be used inside $or.",
    ],
  ])("refuses %s", (_name, pattern, reason) => {
    expect(() => validatePattern(pattern)).toThrow(new EventPatternError(reason));
  });

  it("refuses a text that is no JSON", () => {
    expect(() => parsePattern("{source")).toThrow(/^Filter is not valid JSON: /);
  });
});
