import { Construct } from "constructs";
import { EventPatternError, validatePattern } from "../../local/event-pattern/validate";
import { ConfigCheck } from "../../modules/config-check";
import { checkContentFilter } from "../../modules/content-filter";
import { refusal } from "./synthesis";

type Filter = Readonly<Record<string, unknown>>;

const problemsOf = (filter: Filter) =>
  refusal((scope) => {
    const check = new ConfigCheck(new Construct(scope, "filtered"));
    checkContentFilter(check, "pattern", filter);
    check.done();
  });

// Modules cannot import the local cloud; this keeps both of one mind.
function takenByLocalCloud(filter: Filter): boolean {
  try {
    validatePattern(filter);
    return true;
  } catch (error) {
    if (error instanceof EventPatternError) return false;
    throw error;
  }
}

describe("a content filter", () => {
  const value = (filter: unknown) => ({ a: [filter] });

  test.each<[Filter]>([
    [value({ numeric: ["=", 5] })],
    [value({ numeric: [">", 0, "<=", 5.5] })],
    [value({ exists: false })],
    [value({ prefix: "a" })],
    [value({ suffix: { "equals-ignore-case": "a" } })],
    [value({ "anything-but": "a" })],
    [value({ "anything-but": [1, 2] })],
    [value({ "anything-but": { prefix: ["a", "b"] } })],
    [value({ "anything-but": { wildcard: "a*b" } })],
    [value({ "equals-ignore-case": "A" })],
    [value({ cidr: "10.0.0.0/24" })],
    [value({ cidr: "2001:db8::/128" })],
    [value({ wildcard: "*a\\*\\\\*" })],
    [{ a: ["text", 1, true, null] }],
    [{ $or: [{ a: [1] }, { b: { c: [1] } }] }],
  ])("is taken: %j", (filter) => {
    expect(problemsOf(filter)).toEqual([]);
    expect(takenByLocalCloud(filter)).toBe(true);
  });

  test.each<[Filter, string]>([
    [
      value({ numeric: [">", "0"] }),
      'pattern.a has the filter {"numeric":[">","0"]}; numeric takes one comparison, ["=", 5], or two that bound a range',
    ],
    [value({ numeric: ["<", 5, ">", 0] }), "numeric takes one comparison"],
    [value({ numeric: [">", 5, "<", 5] }), "numeric takes one comparison"],
    [value({ numeric: 5 }), "numeric takes one comparison"],
    [value({ exists: "true" }), 'has the filter {"exists":"true"}; exists takes true or false.'],
    [value({ prefix: 1 }), 'prefix takes a text, or {"equals-ignore-case": "a"}'],
    [value({ suffix: { prefix: "a" } }), "suffix takes a text"],
    [value({ "equals-ignore-case": ["a"] }), "equals-ignore-case takes a text."],
    [value({ "anything-but": [] }), "anything-but takes a text, a number, a list of texts or of numbers"],
    [value({ "anything-but": ["a", 1] }), "anything-but takes"],
    [value({ "anything-but": { prefix: "" } }), "anything-but takes"],
    [value({ "anything-but": { cidr: "10.0.0.0/8" } }), "anything-but takes"],
    [value({ cidr: "10.0.0.0/33" }), 'cidr takes an address block: "10.0.0.0/24".'],
    [value({ cidr: "10.0.0.0" }), "cidr takes an address block"],
    [value({ wildcard: "a**" }), 'wildcard takes a text without "**"'],
    [value({ wildcard: "a\\b" }), "wildcard takes a text"],
    [value({}), "pattern.a has the filter {}; a filter has one name"],
    [value({ prefix: "a", suffix: "b" }), "Give each an object of its own."],
    [value({ above: 1 }), 'pattern.a has the filter "above"; AWS knows prefix, suffix,'],
    [value(["b"]), 'pattern.a has the value ["b"]; a list of accepted values has no lists in it.'],
    [{ $or: [] }, "pattern.$or is []; it is a list of at least two objects, of which one has to match."],
    [{ $or: [{ a: [1] }] }, "it is a list of at least two objects"],
    [{ $or: [{ a: [1] }, {}] }, "pattern.$or[1] is an empty object"],
    [{ $or: { a: [1] } }, "it is a list of at least two objects"],
    [{ a: {} }, "pattern.a is an empty object; name a field in it or leave it out."],
  ])("is refused: %j", (filter, text) => {
    expect(problemsOf(filter)).toEqual([expect.stringContaining(text)]);
    expect(takenByLocalCloud(filter)).toBe(false);
  });
});
