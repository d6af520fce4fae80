import { inputCheck } from "../../local/input-shape/check-input";
import { listOf, mapOf, structure } from "../../local/input-shape/containers";
import { required } from "../../local/input-shape/member";
import { flag, integer, long, oneOf, text, timestamp } from "../../local/input-shape/scalars";
import { AwsError } from "../../local/kernel/errors";

const check = inputCheck("ValidationException", {
  Name: required(text({ least: 1, most: 3, pattern: "[a-z]*" })),
  Kind: oneOf("big", "small"),
  Count: integer({ least: 1, most: 9 }),
  Size: long(),
  At: timestamp(),
  On: flag(),
  Parts: listOf(structure({ Id: required(text()) }), { least: 1, most: 2 }),
  Tags: mapOf(text({ most: 2 })),
  Inner: structure({ Id: text() }),
});

const refusal = (input: unknown): string => {
  try {
    check(input);
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
  }
  return "taken";
};

test.each([
  [{ Name: 1 }, "NUMBER_VALUE can not be converted to a String"],
  [{ Name: true }, "TRUE_VALUE can not be converted to a String"],
  [{ Name: {} }, "Start of structure or map found where not expected."],
  [{ Name: [] }, "Start of list found where not expected"],
  [{ Kind: false }, "FALSE_VALUE can not be converted to a String"],
  [{ Count: "1" }, "STRING_VALUE can not be converted to an Integer"],
  [{ Count: 2_147_483_648 }, "NUMBER_VALUE can not be converted to an Integer"],
  [{ Size: "1" }, "STRING_VALUE can not be converted to a Long"],
  [{ Size: Number.POSITIVE_INFINITY }, "NUMBER_VALUE can not be converted to a Long"],
  [{ At: "2026" }, "STRING_VALUE can not be converted to milliseconds since epoch"],
  [{ At: 8.64e13 }, "NUMBER_VALUE can not be converted to milliseconds since epoch"],
  [{ On: "true" }, "STRING_VALUE can not be converted to a Boolean"],
  [{ Parts: "a" }, "Expected list or null"],
  [{ Parts: {} }, "Start of structure or map found where not expected."],
  [{ Parts: [1] }, "Expected null"],
  [{ Tags: 1 }, "Expected map or null"],
  [{ Tags: [] }, "Start of list found where not expected"],
  [{ Tags: { a: 1 } }, "NUMBER_VALUE can not be converted to a String"],
  [{ Inner: "a" }, "Expected null"],
])("%j is of the wrong type: %s", (part, message) => {
  expect(refusal({ Name: "a", ...part })).toBe(`SerializationException: ${message}`);
});

test.each([
  [{}, "Value null at 'name' failed to satisfy constraint: Member must not be null"],
  [
    { Name: "" },
    "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    { Name: "abcd" },
    "Value 'abcd' at 'name' failed to satisfy constraint: Member must have length less than or equal to 3",
  ],
  [
    { Name: "A" },
    "Value 'A' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]*",
  ],
  [
    { Name: "a", Kind: "odd" },
    "Value 'odd' at 'kind' failed to satisfy constraint: Member must satisfy enum value set: [big, small]",
  ],
  [
    { Name: "a", Count: 0 },
    "Value '0' at 'count' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    { Name: "a", Count: 10 },
    "Value '10' at 'count' failed to satisfy constraint: Member must have value less than or equal to 9",
  ],
  [
    { Name: "a", Parts: [] },
    "Value '[]' at 'parts' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    { Name: "a", Parts: [{ Id: "1" }, {}] },
    "Value null at 'parts.2.member.id' failed to satisfy constraint: Member must not be null",
  ],
  [
    { Name: "a", Tags: { x: "abc" } },
    "Value 'abc' at 'tags.x.member' failed to satisfy constraint: Member must have length less than or equal to 2",
  ],
])("%j breaks a constraint: %s", (input, problem) => {
  expect(refusal(input)).toBe(`ValidationException: 1 validation error detected: ${problem}`);
});

test("several problems are told at once", () => {
  expect(refusal({ Count: 10 })).toBe(
    "ValidationException: 2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; Value '10' at 'count' failed to satisfy constraint: Member must have value less than or equal to 9",
  );
});

test("the last good values are taken", () => {
  expect(refusal({ Name: "abc", Kind: "small", Count: 9, Size: 2 ** 53, At: 8.64e12, On: true })).toBe(
    "taken",
  );
  expect(refusal({ Name: "a", Parts: [{ Id: "" }, { Id: "" }], Tags: { a: "ab" }, Inner: {} })).toBe("taken");
});

test("null is absent, at every depth, and members that nobody knows stay", () => {
  const input = {
    Name: "a",
    Kind: null,
    Parts: [null, { Id: "1", Other: null }],
    Tags: { a: null, b: "b" },
    Inner: { Id: null },
    More: 1,
  };

  check(input);

  expect(input).toEqual({
    Name: "a",
    Parts: [{ Id: "1", Other: null }],
    Tags: { b: "b" },
    Inner: {},
    More: 1,
  });
});
