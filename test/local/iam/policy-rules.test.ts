import { parsePolicy, policyProblem } from "../../../local/iam/policy-json";
import type { PolicyKind } from "../../../local/iam/policy-rules";
import { AwsError } from "../../../local/kernel/errors";

const QUEUE = "arn:aws:sqs:eu-central-1:000000000000:work";
const IDENTITY = { Effect: "Allow", Action: "sqs:*", Resource: QUEUE };
const RESOURCE = { ...IDENTITY, Principal: "*" };
const TRUST = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };

const problemOf = (kind: PolicyKind, ...statements: object[]): string | undefined =>
  policyProblem(JSON.stringify({ Version: "2012-10-17", Statement: statements }), kind);

/** A statement without one of its elements. */
const without = (statement: object, name: string): object => ({ ...statement, [name]: undefined });

describe("a policy", () => {
  test.each<[PolicyKind, object]>([
    ["inline", IDENTITY],
    ["managed", IDENTITY],
    ["inline", { ...IDENTITY, Resource: "*", Action: "*" }],
    ["inline", { Effect: "Deny", NotAction: ["sqs:*", "*:Get*"], NotResource: [QUEUE, "arn:*:s3:::b/*"] }],
    ["inline", { ...IDENTITY, Resource: "arn:aws-us-gov:sqs:*:${aws:PrincipalAccount}:*" }],
    ["inline", { ...IDENTITY, Sid: "with space" }],
    ["trust", TRUST],
    ["trust", { ...TRUST, Principal: { AWS: "*" }, Action: ["sts:AssumeRole", "sts:TagSession"] }],
    ["resource", RESOURCE],
    ["resource", { ...without(RESOURCE, "Principal"), Effect: "Deny", NotPrincipal: { AWS: QUEUE } }],
    ["fragment", without(IDENTITY, "Resource")],
  ])("of kind %s may say %j", (kind, statement) => {
    expect(problemOf(kind, statement)).toBeUndefined();
  });

  test.each<[PolicyKind, object, string]>([
    ["inline", without(IDENTITY, "Resource"), "Policy statement must contain resources."],
    ["managed", { ...IDENTITY, Resource: [] }, "Policy statement must contain resources."],
    ["resource", without(RESOURCE, "Resource"), "Policy statement must contain resources."],
    ["inline", RESOURCE, "Policy document should not specify a principal."],
    [
      "managed",
      { ...IDENTITY, NotPrincipal: { AWS: "*" } },
      "Policy document should not specify a principal.",
    ],
    ["inline", { ...IDENTITY, Resource: "myqueue" }, 'Resource myqueue must be in ARN format or "*".'],
    [
      "resource",
      { ...RESOURCE, NotResource: "q", Resource: undefined },
      'Resource q must be in ARN format or "*".',
    ],
    [
      "inline",
      { ...IDENTITY, Resource: [QUEUE, "arn:sqs:work"] },
      'Partition "sqs" is not valid for resource "arn:sqs:work:*:*:*".',
    ],
    [
      "inline",
      { ...IDENTITY, Resource: "arn:aws" },
      "Resource vendor must be fully qualified and cannot contain regexes.",
    ],
    [
      "inline",
      { ...IDENTITY, Action: "sqs" },
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    ],
    ["inline", { ...IDENTITY, Action: "sqs:a:b" }, "Actions/Condition can contain only one colon."],
    ["inline", { ...IDENTITY, Action: "sq*:Send" }, "Vendor sq* is not valid"],
    ["inline", without(IDENTITY, "Action"), "Policy statement must contain actions."],
    ["resource", { ...RESOURCE, Action: [] }, "Policy statement must contain actions."],
    ["trust", { ...TRUST, Resource: "*" }, "Has prohibited field Resource"],
    ["trust", { ...TRUST, Action: "sqs:*" }, "AssumeRole policy may only specify STS AssumeRole actions."],
    [
      "trust",
      without(TRUST, "Principal"),
      "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!",
    ],
    ["resource", IDENTITY, "Missing required field Principal"],
    ["resource", { ...IDENTITY, Principal: { AWS: [] } }, "Missing required field Principal"],
    [
      "managed",
      { ...IDENTITY, Sid: "with-dash" },
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    ],
  ])("of kind %s must not say %j", (kind, statement, problem) => {
    expect(problemOf(kind, statement)).toBe(problem);
  });

  test.each<[object, string]>([
    [{ ...IDENTITY, Effect: "allow" }, "Effect"],
    [without(IDENTITY, "Effect"), "Effect"],
    [{ ...IDENTITY, Resources: "*" }, "Resources"],
    [{ ...IDENTITY, NotAction: "a:b" }, "has both Action and NotAction; choose one"],
    [{ ...IDENTITY, NotResource: "*" }, "has both Resource and NotResource; choose one"],
    [{ ...IDENTITY, Condition: { StringContains: { a: "b" } } }, "is no condition operator of IAM"],
  ])("is no policy with %j", (statement, place) => {
    const problem = problemOf("inline", statement);

    expect(problem).toMatch(/^Syntax errors in policy\. /);
    expect(problem).toContain(place);
  });

  test.each([
    "{",
    '"x"',
    "{}",
    '{"Version":"2012-10-17"}',
    '{"Statement":[]}',
    '{"Version":"2020","Statement":[]}',
  ])("is no policy as %s", (json) => {
    expect(policyProblem(json, "inline")).toMatch(/^Syntax errors in policy\. /);
  });

  test("names a statement once, outside of resources' policies", () => {
    const twice = [
      { ...RESOURCE, Sid: "A" },
      { ...RESOURCE, Sid: "A" },
    ];

    expect(problemOf("inline", ...twice.map((statement) => without(statement, "Principal")))).toBe(
      "Statement IDs (SID) in a single policy must be unique.",
    );
    expect(problemOf("resource", ...twice)).toBeUndefined();
  });

  test("of the account states the current version", () => {
    const json = JSON.stringify({ Statement: IDENTITY });

    expect(policyProblem(json, "managed")).toBe("Policy document must be version 2012-10-17 or greater.");
    expect(policyProblem(json, "inline")).toBeUndefined();
  });

  test("is refused by its name", () => {
    const json = JSON.stringify({ Statement: without(IDENTITY, "Resource") });

    expect(() => parsePolicy(json, "the policy p of role r", "inline")).toThrow(
      new AwsError(
        "MalformedPolicyDocument",
        "the policy p of role r: Policy statement must contain resources.",
      ),
    );
  });
});
