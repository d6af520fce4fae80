import { deniedActions, policiesOf, type Statement } from "./denied-actions";
import { describeDeploy } from "./describe-deploy";
import type { TracedRequest } from "./moto-cloud";
import { neededActions } from "./needed-actions";

const BUCKET = "dev-shop-terraform-state-111111111111";

/** A request as moto traces it: `s3:GET /bucket?acl=` or `sqs:CreateQueue`. */
function traced(text: string): TracedRequest {
  const [req = "", query] = text.split("?");
  const [, method = "POST", path = "/"] = /:([A-Z]+) (.*)$/.exec(req) ?? [];
  return { req, method, path, status: 200, ...(query === undefined ? {} : { query }) };
}

const allow = (
  Action: string | readonly string[],
  Resource: string | readonly string[] = "*",
): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
});

describe("the actions that a request needs", () => {
  it.each([
    ["sts:GetCallerIdentity", []],
    ["sqs:GetQueueAttributes", ["sqs:GetQueueAttributes"]],
    ["sqs:CreateQueue", ["sqs:CreateQueue", "sqs:TagQueue"]],
    ["monitoring:DescribeAlarms", ["cloudwatch:DescribeAlarms"]],
    ["xray:POST /GetSamplingRules", ["xray:GetSamplingRules"]],
    ["apigateway:GET /restapis/a1b2c3/resources/d4", ["apigateway:GET"]],
    ["apigateway:PATCH /account", ["apigateway:PATCH", "iam:PassRole"]],
    ["lambda:POST /2015-03-31/functions", ["lambda:CreateFunction", "iam:PassRole", "lambda:TagResource"]],
    ["lambda:GET /2015-03-31/functions/dev-basket-api", ["lambda:GetFunction"]],
    [
      "lambda:GET /2015-03-31/functions/dev-basket-api/versions?MaxItems=10",
      ["lambda:ListVersionsByFunction"],
    ],
    ["lambda:DELETE /2015-03-31/functions/dev-basket-api/policy/AllowApi", ["lambda:RemovePermission"]],
    ["lambda:GET /2015-03-31/event-source-mappings/0f1e2d3c", ["lambda:GetEventSourceMapping"]],
  ])("for %s are %j", (request, actions) => {
    expect(neededActions(traced(request))).toEqual(actions.map((action) => ({ action })));
  });

  it.each([
    [`s3:HEAD /${BUCKET}`, "s3:ListBucket", BUCKET],
    [`s3:GET /${BUCKET}?list-type=2&max-keys=1000&prefix=env%3A%2F`, "s3:ListBucket", BUCKET],
    [`s3:GET /${BUCKET}?encryption=`, "s3:GetEncryptionConfiguration", BUCKET],
    [`s3:HEAD /${BUCKET}/dev/catalog.tfstate`, "s3:GetObject", `${BUCKET}/dev/catalog.tfstate`],
    [
      `s3:PUT /${BUCKET}/dev/catalog.tfstate.tflock?x-id=PutObject`,
      "s3:PutObject",
      `${BUCKET}/dev/catalog.tfstate.tflock`,
    ],
  ])("for %s are %s on %s", (request, action, name) => {
    expect(neededActions(traced(request))).toEqual([{ action, resource: `arn:aws:s3:::${name}` }]);
  });

  it.each([
    "lambda:POST /2015-03-31/functions/dev-basket-api/invocations",
    `s3:PUT /${BUCKET}?policy=`,
    "ses:GET /v2/email/identities",
  ])("are not guessed for %s", (request) => {
    expect(() => neededActions(traced(request))).toThrow(`${request}: no IAM action is known for it`);
  });
});

describe("the actions that are denied", () => {
  const requests = ["sqs:CreateQueue", "sqs:CreateQueue", "sns:GetTopicAttributes"].map(traced);
  const state = (stack: string) => `arn:aws:s3:::${BUCKET}/dev/${stack}.tfstate`;

  it("are those that no statement allows, each once", () => {
    expect(deniedActions(requests, [allow(["sqs:CreateQueue"])])).toEqual([
      "sns:GetTopicAttributes",
      "sqs:TagQueue",
    ]);
    expect(deniedActions(requests, [allow("sqs:*"), allow("sns:Get*")])).toEqual([]);
  });

  it("are told for S3 by their ARNs, with what a statement denies", () => {
    const statements: readonly Statement[] = [
      allow("s3:PutObject", `arn:aws:s3:::${BUCKET}/dev/*`),
      { Effect: "Deny", Action: "s3:PutObject", Resource: state("pipeline") },
    ];
    const puts = ["dev/catalog", "dev/pipeline", "prod/catalog"].map((name) =>
      traced(`s3:PUT /${BUCKET}/${name}.tfstate`),
    );

    expect(deniedActions(puts, statements)).toEqual([
      `s3:PutObject ${state("pipeline")}`,
      `s3:PutObject arn:aws:s3:::${BUCKET}/prod/catalog.tfstate`,
    ]);
  });
});

describeDeploy("the policies of the pipeline's roles", () => {
  it("are read from the synthesized stack", () => {
    const change = ["sqs:GetQueueAttributes", "sqs:CreateQueue"].map(traced);

    expect(deniedActions(change, policiesOf("plan"))).toEqual(["sqs:CreateQueue", "sqs:TagQueue"]);
    expect(deniedActions(change, policiesOf("apply"))).toEqual([]);
  });
});
