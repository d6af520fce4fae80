import fc from "fast-check";
import { failedCondition, isConditionOperator } from "../../../local/iam/conditions";
import type { RequestContext } from "../../../local/iam/request-context";
import { matchesArn, matchesWildcard } from "../../../local/iam/wildcard";
import type { PolicyStatement } from "../../../local/kernel/policy";

const CONTEXT: RequestContext = new Map([
  ["aws:sourcearn", ["arn:aws:events:eu-central-1:1:rule/dev-shop/checkout"]],
  ["aws:sourceaccount", ["1"]],
  ["aws:securetransport", ["true"]],
  ["aws:currenttime", [String(Date.UTC(2026, 0, 1))]],
  ["aws:epochtime", [String(Date.UTC(2026, 0, 1) / 1000)]],
  ["aws:sourceip", ["10.1.2.3"]],
  ["s3:max-keys", ["10"]],
  ["dynamodb:leadingkeys", ["ada", "bob"]],
  ["aws:principalaccount", ["1"]],
]);

const holds = (condition: PolicyStatement["Condition"]): boolean =>
  failedCondition(condition, CONTEXT, true) === undefined;

describe("conditions", () => {
  test.each<[string, string, string | string[] | boolean | number, boolean]>([
    ["StringEquals", "aws:SourceAccount", "1", true],
    ["StringEquals", "AWS:SourceAccount", ["2", "1"], true],
    ["StringEquals", "aws:SourceAccount", 1, true],
    ["StringEquals", "aws:SourceAccount", "2", false],
    ["StringEquals", "aws:SourceVpc", "x", false],
    ["StringEquals", "aws:SourceAccount", "${aws:PrincipalAccount}", true],
    ["StringEquals", "aws:SourceAccount", "${aws:PrincipalTag/team}", false],
    ["StringEquals", "aws:SourceAccount", "${aws:PrincipalTag/team, '1'}", true],
    ["StringEqualsIfExists", "aws:SourceVpc", "x", true],
    ["StringEqualsIfExists", "aws:SourceAccount", "2", false],
    ["StringNotEquals", "aws:SourceAccount", "2", true],
    ["StringNotEquals", "aws:SourceAccount", ["2", "1"], false],
    ["StringNotEquals", "aws:SourceVpc", "x", true],
    ["StringEqualsIgnoreCase", "aws:SecureTransport", "TRUE", true],
    ["StringNotEqualsIgnoreCase", "aws:SecureTransport", "TRUE", false],
    ["StringLike", "aws:SourceArn", "arn:*checkout", true],
    ["StringNotLike", "aws:SourceArn", "arn:*checkout", false],
    ["ArnLike", "aws:SourceArn", "arn:aws:events:*:1:rule/dev-shop/*", true],
    ["ArnLike", "aws:SourceArn", "arn:aws:*checkout", false],
    ["ArnEquals", "aws:SourceArn", "arn:aws:events:eu-central-1:1:rule/dev-shop/check???", true],
    ["ArnNotLike", "aws:SourceArn", "arn:aws:sns:*:*:*", true],
    ["Bool", "aws:SecureTransport", "true", true],
    ["Bool", "aws:SecureTransport", false, false],
    ["Bool", "aws:MultiFactorAuthPresent", "false", false],
    ["Null", "aws:SourceVpc", "true", true],
    ["Null", "aws:SourceVpc", "false", false],
    ["Null", "aws:SourceAccount", "false", true],
    ["NumericLessThanEquals", "s3:max-keys", "10", true],
    ["NumericLessThan", "s3:max-keys", 10, false],
    ["NumericGreaterThan", "s3:max-keys", 9.5, true],
    ["NumericGreaterThanEquals", "s3:max-keys", "11", false],
    ["NumericEquals", "s3:max-keys", ["1", "10"], true],
    ["NumericNotEquals", "s3:max-keys", "10", false],
    ["DateGreaterThan", "aws:CurrentTime", "2025-12-31T00:00:00Z", true],
    ["DateLessThan", "aws:CurrentTime", "2025-12-31T00:00:00Z", false],
    ["DateEquals", "aws:EpochTime", "2026-01-01T00:00:00Z", true],
    ["DateLessThanEquals", "aws:CurrentTime", "1767225600", true],
    ["DateGreaterThanEquals", "aws:CurrentTime", "1767225601", false],
    ["DateNotEquals", "aws:CurrentTime", "1767225601", true],
    ["IpAddress", "aws:SourceIp", "10.0.0.0/8", true],
    ["IpAddress", "aws:SourceIp", "10.1.2.3", true],
    ["IpAddress", "aws:SourceIp", ["192.168.0.0/16", "::1/128"], false],
    ["NotIpAddress", "aws:SourceIp", "10.0.0.0/8", false],
    ["ForAllValues:StringEquals", "dynamodb:LeadingKeys", ["ada", "bob", "eve"], true],
    ["ForAllValues:StringEquals", "dynamodb:LeadingKeys", ["ada"], false],
    ["ForAllValues:StringEquals", "aws:TagKeys", ["a"], true],
    ["ForAnyValue:StringEquals", "dynamodb:LeadingKeys", ["ada"], true],
    ["ForAnyValue:StringEquals", "dynamodb:LeadingKeys", ["eve"], false],
    ["ForAnyValue:StringEquals", "aws:TagKeys", ["a"], false],
    ["ForAllValues:StringNotEquals", "dynamodb:LeadingKeys", ["eve"], true],
    ["ForAllValues:StringNotEquals", "dynamodb:LeadingKeys", ["bob"], false],
    ["ForAnyValue:StringNotEquals", "dynamodb:LeadingKeys", ["bob"], true],
    ["BinaryEquals", "aws:SourceAccount", "1", true],
  ])("%s of %s and %j is %s", (operator, key, value, expected) => {
    expect(holds({ [operator]: { [key]: value } })).toBe(expected);
  });

  test("all operators and keys must hold", () => {
    const right = { StringEquals: { "aws:SourceAccount": "1" }, Bool: { "aws:SecureTransport": "true" } };

    expect(holds(right)).toBe(true);
    expect(holds({ ...right, StringLike: { "aws:SourceArn": "no" } })).toBe(false);
    expect(holds({ StringEquals: { "aws:SourceAccount": "1", "aws:SourceIp": "no" } })).toBe(false);
    expect(holds(undefined)).toBe(true);
  });

  test("the condition that fails is told with what the request has", () => {
    expect(
      failedCondition({ StringEquals: { "aws:SourceAccount": "2", "x:y": "z" } }, CONTEXT, true),
    ).toEqual({
      operator: "StringEquals",
      key: "aws:SourceAccount",
      expected: ["2"],
      actual: ["1"],
    });
  });

  test.each([
    ["ForAllValues:StringLikeIfExists", true],
    ["Null", true],
    ["DateNotEquals", true],
    ["StringContains", false],
    ["ForSomeValues:StringLike", false],
  ])("%s is an operator: %s", (operator, expected) => {
    expect(isConditionOperator(operator)).toBe(expected);
  });
});

describe("wildcards", () => {
  test("match as the regular expression of the same meaning does", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 });
    fc.assert(
      fc.property(letters, text, (pattern, candidate) => {
        const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(matchesWildcard(pattern, candidate)).toBe(expression.test(candidate));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["arn:aws:sqs:*:*:dev-*", "arn:aws:sqs:eu-central-1:1:dev-queue", true],
    ["arn:aws:*", "arn:aws:sqs:eu-central-1:1:dev-queue", false],
    ["arn:aws:lambda:*:1:function:f:*", "arn:aws:lambda:eu-central-1:1:function:f:live", true],
    ["*", "arn:aws:sqs:eu-central-1:1:dev-queue", false],
    ["arn:aws:sqs:*:*:*", "no arn", false],
  ])("the ARN pattern %s matches %s: %s", (pattern, arn, expected) => {
    expect(matchesArn(pattern, arn)).toBe(expected);
  });
});
