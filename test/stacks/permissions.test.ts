import { isBootstrapStack } from "../../cli/bootstrap-stacks";
import { loadEnvironments } from "../../environments";
import { type Resource, SynthesizedStacks } from "./synthesized";

const synthesized = new SynthesizedStacks();
const environments = loadEnvironments();
const dev = environments.find((environment) => environment.name === "dev");

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: "*" | { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Resources of the system, without the stacks that are about Terraform itself: pipeline.test.ts has those. */
const systemResources = (type?: string) =>
  synthesized.resources(type).filter(({ stack }) => !isBootstrapStack(stack));

const listOf = (value: string | readonly string[]) => (typeof value === "string" ? [value] : value);

/** The statements of a policy, references to ARNs replaced by names. */
function statementsOf({ stack, block }: Resource, argument = "policy"): readonly Statement[] {
  const text = block[argument];
  if (typeof text !== "string") return [];
  return JSON.parse(synthesized.named(stack, text)).Statement;
}

/** `dynamodb:PutItem dev-basket-price`, one per action and resource. */
const permitted = (statements: readonly Statement[]) =>
  statements.flatMap(({ Action, Resource }) =>
    listOf(Action).flatMap((action) => listOf(Resource).map((resource) => `${action} ${resource}`)),
  );

/** What a function may do, by the policy of its role. */
function permissionsOf(functionName: string): readonly string[] {
  const role = synthesized.resources("aws_iam_role").find(({ block }) => block["name"] === functionName);
  const policies = synthesized
    .resources("aws_iam_role_policy")
    .filter(({ stack, block }) => stack === role?.stack && block["role"] === `\${${role?.address}.name}`);
  return policies.flatMap((policy) => permitted(statementsOf(policy))).sort();
}

const on = (table: string, actions: readonly string[]) =>
  actions.map((action) => `dynamodb:${action} ${table}`);

const BASE = (name: string) => [
  `logs:CreateLogStream /aws/lambda/${name}:*`,
  `logs:PutLogEvents /aws/lambda/${name}:*`,
  "xray:PutTelemetryRecords *",
  "xray:PutTraceSegments *",
];

const CONSUME = (queue: string) =>
  ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map((action) => `sqs:${action} ${queue}`);

const FUNCTIONS: readonly (readonly [string, readonly string[]])[] = [
  [
    "dev-product-api",
    [
      ...on("dev-product-product", ["GetItem", "PutItem", "UpdateItem", "Scan"]),
      ...on("dev-product-product/index/by-category", ["Query"]),
      "sns:Publish dev-product-price-changes",
    ],
  ],
  [
    "dev-basket-api",
    [
      ...on("dev-basket-basket", ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Scan"]),
      ...on("dev-basket-price", ["BatchGetItem"]),
      `events:PutEvents arn:aws:events:${dev?.region}:${dev?.accountId}:event-bus/dev-shop`,
    ],
  ],
  [
    "dev-basket-price-changes",
    [...on("dev-basket-price", ["PutItem"]), ...CONSUME("dev-basket-price-changes")],
  ],
  [
    "dev-ordering-api",
    [...on("dev-ordering-order", ["Scan"]), ...on("dev-ordering-order/index/by-user", ["Query"])],
  ],
  ["dev-ordering-checkout", [...on("dev-ordering-order", ["PutItem"]), ...CONSUME("dev-ordering-checkout")]],
];

describe("the functions of dev may do this and nothing else", () => {
  it.each(FUNCTIONS)("%s", (name, permissions) => {
    expect(permissionsOf(name)).toEqual([...BASE(name), ...permissions].sort());
  });

  it("and there are no others", () => {
    const names = synthesized
      .resources("aws_lambda_function")
      .filter(({ stack }) => stack.startsWith("dev-"))
      .map(({ block }) => block["function_name"]);

    expect(names.sort()).toEqual(FUNCTIONS.map(([name]) => name).sort());
  });
});

it("prod's functions may do what dev's may, on what is prod's", () => {
  const ofEnvironment = (environment: string) =>
    systemResources("aws_iam_role_policy")
      .filter(({ stack }) => stack.startsWith(`${environment}-`))
      .flatMap((policy) => permitted(statementsOf(policy)))
      .map((permission) =>
        permission.replaceAll(`${environment}-`, "").replaceAll(/:[a-z0-9-]+:\d{12}:/g, ":here:"),
      );

  expect(ofEnvironment("prod")).toEqual(ofEnvironment("dev"));
});

it("no statement allows a wildcard action, nor every resource where AWS knows ARNs", () => {
  const policies = ["policy", "assume_role_policy"].flatMap((argument) =>
    systemResources().flatMap((resource) =>
      statementsOf(resource, argument).map((statement) => ({ ...statement, address: resource.address })),
    ),
  );
  const allowed = policies.filter(({ Effect }) => Effect === "Allow");

  expect(allowed.length).toBeGreaterThan(50);
  expect(allowed.filter(({ Action }) => listOf(Action).some((action) => action.includes("*")))).toEqual([]);
  const everything = allowed.filter(({ Resource: resource }) => listOf(resource ?? []).includes("*"));
  expect([...new Set(everything.flatMap(({ Action }) => listOf(Action)))].sort()).toEqual([
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
  ]);
});

it("no resource policy lets a service in without naming on whose behalf", () => {
  const policies = ["aws_sqs_queue", "aws_sns_topic"].flatMap((type) =>
    synthesized.resources(type).flatMap((resource) => statementsOf(resource)),
  );
  const letIn = policies.filter(({ Effect }) => Effect === "Allow");

  expect(letIn.length).toBeGreaterThan(0);
  for (const { Principal, Condition } of letIn) {
    expect(Principal).toEqual({
      Service: expect.stringMatching(/^(sns|events|cloudwatch)\.amazonaws\.com$/),
    });
    expect(JSON.stringify(Condition)).toContain("aws:SourceArn");
  }
});

it("every queue and topic refuses what comes without TLS", () => {
  const open = ["aws_sqs_queue", "aws_sns_topic"]
    .flatMap((type) => synthesized.resources(type))
    .filter(
      (resource) =>
        !statementsOf(resource).some(
          ({ Effect, Principal, Condition }) =>
            Effect === "Deny" &&
            Principal === "*" &&
            Condition?.["Bool"]?.["aws:SecureTransport"] === "false",
        ),
    );

  expect(open.map(({ address }) => address)).toEqual([]);
});

it("every permission to call a function names the one route that may", () => {
  const permissions = synthesized.resources("aws_lambda_permission");

  const methods = synthesized
    .resources("aws_api_gateway_method")
    .filter(({ block }) => block["http_method"] !== "OPTIONS");
  expect(permissions).toHaveLength(methods.length + synthesized.resources("aws_apigatewayv2_route").length);
  for (const { stack, block } of permissions) {
    const source = synthesized.named(stack, String(block["source_arn"]));
    expect(source).toMatch(
      /^([a-z0-9]+)-[a-z]+-api\/(\$default|\1)\/(GET|POST|PUT|DELETE)\/[a-z]+(\/(\*|[a-z]+))*$/,
    );
  }
});

it("only reading the catalog needs no token", () => {
  const { aws_api_gateway_method: methods = {}, aws_api_gateway_resource: paths = {} } =
    synthesized.stack("dev-catalog").resource;
  const pathOf = (reference: unknown) => Object.keys(paths).find((id) => String(reference).includes(id));
  const open = Object.values(methods)
    .filter((method) => method["authorization"] === "NONE" && method["http_method"] !== "OPTIONS")
    .map((method) => `${method["http_method"]} ${pathOf(method["resource_id"])?.replace(/_[0-9A-F]+$/, "")}`);
  const routes = synthesized.resources("aws_apigatewayv2_route");

  expect(open.sort()).toEqual(["GET product-api_resource-product", "GET product-api_resource-product-by-id"]);
  expect(routes).not.toEqual([]);
  expect(routes.filter(({ block }) => block["authorization_type"] !== "JWT")).toEqual([]);
});
