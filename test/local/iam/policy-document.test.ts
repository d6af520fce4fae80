import { policyDocumentData } from "../../../local/services/iam/policy-document/aws-iam-policy-document";

const CONTEXT = { address: "dev-test/data.aws_iam_policy_document.x", stackDirectory: "/" };

const read = (config: unknown) =>
  policyDocumentData.read(policyDocumentData.arguments.parse(config), CONTEXT) as Record<string, string>;

const several = {
  policy_id: "P",
  statement: [
    {
      sid: "One",
      effect: "Deny",
      actions: ["b:X", "a:Y", "c:Z"],
      resources: ["arn:b", "arn:a"],
      principals: [
        { type: "Service", identifiers: ["b.amazonaws.com", "a.amazonaws.com"] },
        { type: "AWS", identifiers: ["arn:x"] },
      ],
      condition: [
        { test: "StringEquals", variable: "aws:SourceArn", values: ["v2", "v1"] },
        { test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] },
        { test: "Bool", variable: "aws:SecureTransport", values: ["false"] },
      ],
    },
    {
      not_actions: ["a:Y"],
      not_resources: ["r1", "r2"],
      not_principals: [{ type: "AWS", identifiers: ["z", "y"] }],
    },
    { actions: ["a:*"], resources: ["arn:&{aws:username}/*"], principals: { type: "*", identifiers: ["*"] } },
    { actions: ["a:*"], principals: [{ type: "AWS", identifiers: ["*"] }] },
  ],
};

const SEVERAL_STATEMENTS = [
  {
    Sid: "One",
    Effect: "Deny",
    Action: ["c:Z", "b:X", "a:Y"],
    Resource: ["arn:b", "arn:a"],
    Principal: { AWS: "arn:x", Service: ["b.amazonaws.com", "a.amazonaws.com"] },
    Condition: {
      Bool: { "aws:SecureTransport": "false" },
      StringEquals: { "aws:SourceAccount": "1", "aws:SourceArn": ["v2", "v1"] },
    },
  },
  { Effect: "Allow", NotAction: "a:Y", NotResource: ["r2", "r1"], NotPrincipal: { AWS: ["z", "y"] } },
  { Effect: "Allow", Action: "a:*", Resource: "arn:${aws:username}/*", Principal: "*" },
  { Effect: "Allow", Action: "a:*", Principal: { AWS: "*" } },
];

/** The expected documents are what hashicorp/aws 5.100.0 answers. */
describe("aws_iam_policy_document", () => {
  test("writes statements in the provider's order and form", () => {
    const expected = { Version: "2012-10-17", Id: "P", Statement: SEVERAL_STATEMENTS };

    expect(read(several)["json"]).toBe(JSON.stringify(expected, null, 2));
  });

  test("without statements is its version alone", () => {
    expect(read({})).toMatchObject({ json: '{\n  "Version": "2012-10-17"\n}', id: "1132004489" });
  });

  test("joins equal principals and conditions, and escapes for HTML", () => {
    const document = read({
      statement: {
        actions: ["a:<>&"],
        resources: ["*"],
        principals: [
          { type: "AWS", identifiers: ["b"] },
          { type: "AWS", identifiers: ["a", "c"] },
        ],
        condition: [{ test: "StringLike", variable: "k", values: ["&{y}"] }],
      },
    });

    expect(document["minified_json"]).toBe(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:\\u003c\\u003e\\u0026","Resource":"*",' +
        '"Principal":{"AWS":["b","c","a"]},"Condition":{"StringLike":{"k":"${y}"}}}]}',
    );
  });

  test("leaves out what is empty", () => {
    const statement = { actions: ["a:1", "a:1"], resources: [], condition: [] };
    const two = {
      ...statement,
      principals: [
        { type: "*", identifiers: ["*"] },
        { type: "AWS", identifiers: ["x"] },
      ],
    };

    expect(JSON.parse(read({ statement: [two] })["json"] ?? "")).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "a:1", Principal: { "*": "*", AWS: "x" } }],
    });
  });

  test("puts its own statements over its sources, and overrides over both", () => {
    const document = read({
      source_policy_documents: [
        read(several)["json"],
        '{"Version":"2012-10-17","Id":"S","Statement":[{"Sid":"Src","Effect":"Allow","Action":"s:1","Resource":["q","p"],"Condition":{"Bool":{"k":true}}}]}',
      ],
      statement: [
        { sid: "Own", actions: ["o:1"], resources: ["*"] },
        { sid: "Over", actions: ["o:2"], resources: ["*"] },
      ],
      override_policy_documents: [
        '{"Statement":[{"Sid":"Over","Effect":"Deny","Action":["x:1","x:2"],"Resource":"*"},{"Effect":"Deny","Action":"n:1","Resource":"*"}]}',
      ],
    });

    expect(JSON.parse(document["json"] ?? "")).toEqual({
      Version: "2012-10-17",
      Id: "S",
      Statement: [
        ...SEVERAL_STATEMENTS,
        {
          Sid: "Src",
          Effect: "Allow",
          Action: "s:1",
          Resource: ["q", "p"],
          Condition: { Bool: { k: "true" } },
        },
        { Sid: "Own", Effect: "Allow", Action: "o:1", Resource: "*" },
        { Sid: "Over", Effect: "Deny", Action: ["x:1", "x:2"], Resource: "*" },
        { Effect: "Deny", Action: "n:1", Resource: "*" },
      ],
    });
  });

  test("takes the later version of two documents", () => {
    const older = { override_policy_documents: ['{"Version":"2008-10-17","Statement":[]}'] };

    expect(JSON.parse(read(older)["json"] ?? "")).toEqual({ Version: "2012-10-17" });
    expect(JSON.parse(read({ ...older, version: "2008-10-17" })["json"] ?? "")).toEqual({
      Version: "2008-10-17",
    });
  });

  const named = { sid: "A", actions: ["a:1"], resources: ["*"] };
  const source = '{"Statement":[{"Sid":"A","Effect":"Allow","Action":"a:1","Resource":"*"}]}';

  test.each([
    [{ statement: [named, named] }, "duplicate Sid (A). Remove the Sid or ensure the Sid is unique."],
    [{ source_policy_documents: [source, source] }, "duplicate Sid (A) in source_policy_documents"],
    [
      { version: "2008-10-17", statement: [{ actions: ["a:1"], resources: ["&{aws:username}"] }] },
      "found &{ sequence in (&{aws:username}), which is not supported in document version 2008-10-17",
    ],
    [
      { source_policy_documents: ["{"] },
      "an element of source_policy_documents: Syntax errors in policy. It is no JSON: {",
    ],
  ])("%j is refused", (config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});
