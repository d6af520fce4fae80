import { isBootstrapStack } from "../../cli/bootstrap-stacks";
import { loadEnvironments } from "../../environments";
import { COVERED_TYPES } from "../../modules/pipeline-roles/access/services";
import { matches } from "../../rules/engine/policies";
import { type Resource, SynthesizedStacks } from "./synthesized";

const synthesized = new SynthesizedStacks();
const environments = loadEnvironments();
const system = synthesized.resources().filter(({ stack }) => !isBootstrapStack(stack));

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const parsed = ({ block }: Resource): readonly Statement[] => JSON.parse(String(block["policy"])).Statement;
const listOf = (value: string | readonly string[]) => (typeof value === "string" ? [value] : value);
const named = (type: string, name: string) => {
  const found = synthesized.resources(type).find(({ block }) => block["name"] === name);
  if (found === undefined) throw new Error(`no ${type} is named ${name}`);
  return found;
};

/** Every statement of one of the pipeline's roles, attached and inline. */
function statementsOf(role: "plan" | "apply", environment = "dev"): readonly Statement[] {
  const stack = `${environment}-pipeline`;
  const { address } = named("aws_iam_role", `${environment}-pipeline-${role}`);
  const ofRole = (type: string) =>
    synthesized
      .resources(type)
      .filter((each) => each.stack === stack && each.block["role"] === `\${${address}.name}`);
  const attached = ofRole("aws_iam_role_policy_attachment").map(({ block }) =>
    synthesized
      .resources("aws_iam_policy")
      .find((each) => each.stack === stack && block["policy_arn"] === `\${${each.address}.arn}`),
  );
  return [...attached, ...ofRole("aws_iam_role_policy")].flatMap((each) =>
    each === undefined ? [] : parsed(each),
  );
}

/** Whether statements allow an action on an ARN, with the values of condition keys that the request would have. */
function allows(
  statements: readonly Statement[],
  action: string,
  arn: string,
  context: Readonly<Record<string, string>> = {},
): boolean {
  const applies = ({ Action, Resource: resource, Condition = {} }: Statement) =>
    listOf(Action).some((pattern) => matches(pattern, action)) &&
    listOf(resource).some((pattern) => matches(pattern, arn)) &&
    Object.values(Condition).every((keys) =>
      Object.entries(keys).every(([key, values]) =>
        listOf(values).some((value) => matches(value, context[key] ?? "")),
      ),
    );
  const relevant = statements.filter(applies);
  return relevant.length > 0 && relevant.every(({ Effect }) => Effect === "Allow");
}

const iam = (resource: string) => `arn:aws:iam::111111111111:${resource}`;
const BUCKET = "arn:aws:s3:::dev-shop-terraform-state-111111111111";
const BOUNDARY = { "iam:PermissionsBoundary": iam("policy/dev-pipeline-boundary") };

describe("the pipeline's roles", () => {
  it("may handle every type of resource that a stack has, and no other", () => {
    const types = new Set(synthesized.resources().map(({ type }) => type));

    expect([...COVERED_TYPES].sort()).toEqual([...types].sort());
  });

  it("are taken on by this repository's pull requests and main, and by jobs of the environment", () => {
    const trusted = (role: string) => {
      const [statement] = JSON.parse(
        String(named("aws_iam_role", role).block["assume_role_policy"]),
      ).Statement;
      return statement;
    };

    expect(trusted("dev-pipeline-plan")).toEqual({
      Effect: "Allow",
      Principal: { Federated: iam("oidc-provider/token.actions.githubusercontent.com") },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": [
            "repo:example/cdktf-serverless-platform:pull_request",
            "repo:example/cdktf-serverless-platform:ref:refs/heads/main",
          ],
        },
      },
    });
    expect(trusted("prod-pipeline-apply").Condition.StringEquals).toMatchObject({
      "token.actions.githubusercontent.com:sub": "repo:example/cdktf-serverless-platform:environment:prod",
    });
  });

  it.each(["plan", "apply"] as const)("%s reads no data", (role) => {
    const read = statementsOf(role)
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => listOf(Action));
    const data =
      /^(dynamodb:(.*Item|Query|Scan|PartiQL.*|GetRecords)|sqs:(Receive|Send)Message|sns:Publish|events:PutEvents|lambda:Invoke.*|logs:(GetLogEvents|FilterLogEvents|StartQuery)|cognito-idp:(ListUsers.*|AdminGetUser)|kms:Decrypt|secretsmanager:.*|ssm:.*)$/;

    expect(read.length).toBeGreaterThan(50);
    expect(read.filter((action) => data.test(action))).toEqual([]);
    // Objects are the states, and nothing but the environment's.
    const objects = statementsOf(role).filter(
      ({ Effect, Action }) =>
        Effect === "Allow" && listOf(Action).some((action) => /^s3:.*Object$/.test(action)),
    );
    for (const { Resource: resource } of objects) {
      for (const arn of listOf(resource)) expect(arn).toMatch(new RegExp(`^${BUCKET}/dev/`));
    }
  });

  it("plan changes nothing but locks", () => {
    const written = statementsOf("plan")
      .flatMap(({ Action, Resource: resource }) =>
        listOf(Action).flatMap((action) => listOf(resource).map((arn) => `${action} ${arn}`)),
      )
      .filter((permission) => !/^\w[\w-]*:(Get|List|Describe|GET)/.test(permission));

    expect(written).toEqual([
      `s3:PutObject ${BUCKET}/dev/*.tflock`,
      `s3:DeleteObject ${BUCKET}/dev/*.tflock`,
    ]);
  });

  it.each([
    ["the state of a stack", "s3:PutObject", `${BUCKET}/dev/catalog.tfstate`, true],
    ["the state of the bucket", "s3:PutObject", `${BUCKET}/dev/state.tfstate`, false],
    ["the state of the pipeline", "s3:DeleteObject", `${BUCKET}/dev/pipeline.tfstate`, false],
    ["a state of another environment", "s3:PutObject", `${BUCKET}/prod/catalog.tfstate`, false],
    ["the bucket's policy", "s3:PutBucketPolicy", BUCKET, false],
    ["a role's trust", "iam:UpdateAssumeRolePolicy", iam("role/dev-basket-api"), true],
    ["its own trust", "iam:UpdateAssumeRolePolicy", iam("role/dev-pipeline-apply"), false],
    ["the plan role", "iam:PutRolePolicy", iam("role/dev-pipeline-plan"), false],
    ["the boundary", "iam:CreatePolicyVersion", iam("policy/dev-pipeline-boundary"), false],
    [
      "GitHub's provider",
      "iam:UpdateOpenIDConnectProviderThumbprint",
      iam("oidc-provider/token.actions.githubusercontent.com"),
      false,
    ],
    ["a role of another environment", "iam:DeleteRole", iam("role/prod-basket-api"), false],
    [
      "a table",
      "dynamodb:UpdateTable",
      "arn:aws:dynamodb:eu-central-1:111111111111:table/dev-basket-price",
      true,
    ],
    [
      "a table of another environment",
      "dynamodb:UpdateTable",
      "arn:aws:dynamodb:eu-central-1:111111111111:table/prod-basket-price",
      false,
    ],
  ])("apply changes %s by %s on %s: %p", (_, action, arn, expected) => {
    const context = { ...BOUNDARY, "iam:PassedToService": "lambda.amazonaws.com" };

    expect(allows(statementsOf("apply"), action, arn, context)).toBe(expected);
  });

  it("apply gives power to bounded roles only, and cannot take the boundary off", () => {
    const role = iam("role/dev-basket-api");
    const apply = statementsOf("apply");

    for (const action of ["CreateRole", "PutRolePolicy", "AttachRolePolicy", "PutRolePermissionsBoundary"]) {
      expect(allows(apply, `iam:${action}`, role)).toBe(false);
      expect(allows(apply, `iam:${action}`, role, { "iam:PermissionsBoundary": iam("policy/other") })).toBe(
        false,
      );
      expect(allows(apply, `iam:${action}`, role, BOUNDARY)).toBe(true);
    }
    expect(allows(apply, "iam:DeleteRolePermissionsBoundary", role, BOUNDARY)).toBe(false);
  });

  it("apply hands the environment's roles to Lambda and API Gateway, and to nobody else", () => {
    const passes = (role: string, service: string) =>
      allows(statementsOf("apply"), "iam:PassRole", iam(`role/${role}`), { "iam:PassedToService": service });

    expect(passes("dev-basket-api", "lambda.amazonaws.com")).toBe(true);
    expect(passes("dev-platform-api-logs", "apigateway.amazonaws.com")).toBe(true);
    expect(passes("dev-basket-api", "ec2.amazonaws.com")).toBe(false);
    expect(passes("dev-pipeline-apply", "lambda.amazonaws.com")).toBe(false);
    expect(passes("admin", "lambda.amazonaws.com")).toBe(false);
  });
});

describe("the boundary", () => {
  it("is on every role of the system", () => {
    const roles = system.filter(({ type }) => type === "aws_iam_role");

    expect(roles.length).toBeGreaterThan(0);
    for (const { stack, block } of roles) {
      const environment = environments.find(({ name }) => stack.startsWith(`${name}-`));
      expect(block["permissions_boundary"]).toBe(
        `arn:aws:iam::${environment?.accountId}:policy/${environment?.name}-pipeline-boundary`,
      );
    }
  });

  it("leaves room for all that the functions' policies allow", () => {
    const boundary = parsed(named("aws_iam_policy", "dev-pipeline-boundary"));
    const policies = system.filter(
      ({ type, stack }) => type === "aws_iam_role_policy" && stack.startsWith("dev-"),
    );
    const beyond = policies.flatMap(({ stack, block }) => {
      const statements: readonly Statement[] = JSON.parse(
        synthesized.named(stack, String(block["policy"])),
      ).Statement;
      return statements.flatMap(({ Action, Resource: resource }) =>
        listOf(Action).flatMap((action) =>
          listOf(resource)
            // A reference has become a name; the kind of thing in front of it does not matter here.
            .filter(
              (target) =>
                !boundary.some((each) => allows([each], action, target) || endsIn(each, action, target)),
            )
            .map((target) => `${action} ${target}`),
        ),
      );
    });

    expect(policies.length).toBeGreaterThan(0);
    expect(beyond).toEqual([]);
  });

  it("lets nobody near IAM and other roles", () => {
    const boundary = parsed(named("aws_iam_policy", "dev-pipeline-boundary"));

    expect(allows(boundary, "iam:CreateRole", iam("role/dev-x"))).toBe(false);
    expect(allows(boundary, "sts:AssumeRole", iam("role/dev-pipeline-apply"))).toBe(false);
  });
});

/** Whether a statement allows an action on something whose name, in place of its whole ARN, is the target. */
function endsIn({ Action, Resource: resource }: Statement, action: string, target: string): boolean {
  return (
    listOf(Action).some((pattern) => matches(pattern, action)) &&
    listOf(resource).some((pattern) => matches(pattern.replace(/^.*[:/]/, ""), target))
  );
}
